/** The plans: limits, prices, overage and Kafka quotas. Used by the portal, ingest and billing. What reads the database is in versions.ts. */
export { enforcedLimits, limitsOf, type Offers, PLAN_NAMES, PLANS, type Plan, type PlanName } from './plans.ts';
