/** The plans: limits, prices, overage, and what brokers grant. Shared by the portal, the edge and billing. */
export { PLANS, type Plan, type PlanName, planOf } from './plans.ts';
