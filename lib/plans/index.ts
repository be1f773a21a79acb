/** The plans: limits, prices, overage and Kafka quotas. Used by the portal, ingest and billing. */
export { PLANS, type Plan, type PlanName, planOf } from './plans.ts';
