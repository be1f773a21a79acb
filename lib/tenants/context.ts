import type { Plan, PlanName } from '#lib/plans/index.ts';

/** The client on whose behalf a request acts: what every request needs to know about it. */
export interface TenantContext {
  id: string;
  name: string;
  plan: PlanName;
  /** The limits and prices that hold for it now: those of its version of the plan, or of its contract. */
  limits: Plan;
  status: 'onboarding' | 'active' | 'suspended' | 'closed';
  /** When its deletion begins, which its owner asked for; in epoch ms. Until then it is suspended. */
  deletionDueAt?: number;
}
