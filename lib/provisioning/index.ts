/** Provisioning: the durable steps that set up a client, apply the limits of its plan, and remove its data. */
export {
  provision,
  provisioningParts,
  provisioningSteps,
  requestProvisioning,
  retryProvisioning,
  startFreePlan,
  startProvisioner,
  takeFreePlan,
} from './provisioner.ts';
export { applyPlanLimits, closeClient, removeDataPlane, requestPlanLimits, shut } from './removal.ts';
export { agentKey, createDefaultKey, kafkaAddress, type ProvisioningParts, packageFor, takeDefaultKey } from './steps.ts';
export { releaseUnconfirmedSignUps, startSignUpRelease } from './unconfirmed-sign-ups.ts';
