import { awaitsPayment } from '#lib/billing/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';

/** The problem as the client should hear it: what does not exist because nobody has paid does not come by waiting. */
export async function withTrueReason(problem: Problem, tenant: TenantContext | undefined): Promise<Problem> {
  if (problem.code !== 'not_provisioned' || !tenant || !(await awaitsPayment(tenant).catch(() => false))) return problem;
  return new Problem(
    409,
    'payment_needed',
    'The plan that you chose has not been paid for yet. Pay under /checkout, or start there on the Free plan: then your account is set up.',
  );
}
