/** Provisioning: the durable steps that set a client up, change its plan's limits, and remove it. */
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
export { applyPlanLimits, closeClient, removeDataPlane, requestPlanLimits } from './removal.ts';
export { agentKey, kafkaAddress, makeDefaultKey, type ProvisioningParts, packageFor, takeDefaultKey } from './steps.ts';
