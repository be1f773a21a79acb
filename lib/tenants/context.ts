import type { PlanName } from '#lib/plans/index.ts';

/** The client on whose behalf a request acts, as far as every request needs it. */
export interface TenantContext {
  id: string;
  name: string;
  plan: PlanName;
  status: 'onboarding' | 'active' | 'suspended' | 'closed';
}
