/** Limits: how near clients are to what their plans allow, what they are told of it, and the spend cap that they set. */
export { limitStates, reconcileClient, reconcileLimits } from './reconcile.ts';
export { setSpendCap, spendCapOf } from './spend-cap.ts';
