/** Billing: plans at Stripe, metering, invoices from their draft to their payment, and changes of plan. */
export { grantGrace, setBillingEmail } from './account.ts';
export { correctInvoice, creditClient } from './adjustments.ts';
export { syncCatalogue } from './catalogue.ts';
export { changePlan, keepPlan, type PlanChange, previewPlanChange } from './change.ts';
export { openCheckout } from './checkout.ts';
export { advanceInvoices, payOverdue } from './collection.ts';
export { applyDueContracts, contractsOf, endContract, makeContract } from './contracts.ts';
export { daysOfMonth } from './days.ts';
export { estimateBill } from './estimate.ts';
export { explainInvoice, hoursBehind } from './explanation.ts';
export { sendBillingMail } from './mails.ts';
export { dayToReconcile, meterStanding, queueMeterEvents, reconcileMeters, sendMeterEvents } from './meters.ts';
export { overageOf } from './overage.ts';
export { applyDuePlans, createPlanVersion, listPlanVersions, migrateClients } from './plan-versions.ts';
export { openBillingPortal } from './portal.ts';
export { COST_RATES, clientMargins, costRates, overdueInvoices, revenue, setCostRates } from './revenue.ts';
export { DECLINES, failStripeCard, setWebhookFaults, stripeSimulation, turnStripeClock } from './simulation.ts';
export { type StripePort, stripePort } from './stripe.ts';
export { awaitsPayment, billingOf } from './subscription.ts';
export {
  endSubscription,
  listEvents,
  processStripeEvent,
  receiveStripeWebhook,
  replayEvent,
  startStripeEvents,
  sweepEvents,
  syncCustomer,
} from './sync.ts';
export { aggregateDays, recomputeDays } from './tick.ts';
