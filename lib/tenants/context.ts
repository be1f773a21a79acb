import type { PlanName } from '#lib/plans/index.ts';

/** The client on whose behalf a request acts: what every request needs to know about it. */
export interface TenantContext {
  id: string;
  name: string;
  plan: PlanName;
  status: 'onboarding' | 'active' | 'suspended' | 'closed';
  /** When its deletion begins, which its owner asked for; in epoch ms. Until then it is suspended. */
  deletionDueAt?: number;
}
