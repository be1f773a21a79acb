import { limitsOf, type Plan, type PlanName } from '#lib/plans/index.ts';

/** The client on whose behalf a request acts: what every request needs to know about it. */
export interface TenantContext {
  id: string;
  name: string;
  plan: PlanName;
  /** The limits and prices that hold for it now: those of its version of the plan, or of its contract. */
  limits: Plan;
  /** The hard cap that the client has set for its overage is reached: usage above the plan is refused. */
  isSpendCapReached?: boolean;
  status: 'onboarding' | 'active' | 'suspended' | 'closed';
  /** When its deletion begins, which its owner asked for; in epoch ms. Until then it is suspended. */
  deletionDueAt?: number;
  /** Why it is suspended: payments failed, or the staff did it. */
  suspendedFor?: 'payment' | 'staff';
}

/** What a row of `tenants` says of a client to a request. */
export function contextOf(row: {
  id: string;
  name: string;
  plan: PlanName;
  status: TenantContext['status'];
  limits: unknown;
  isSpendCapReached: boolean;
  deletionDueAt: Date | null;
  suspendedReason: string | null;
}): TenantContext {
  const { id, name, plan, status, deletionDueAt, suspendedReason } = row;
  return {
    ...{ id, name, plan, status, limits: limitsOf(row) },
    ...(row.isSpendCapReached && { isSpendCapReached: true }),
    ...(deletionDueAt && { deletionDueAt: deletionDueAt.getTime() }),
    ...(status === 'suspended' && { suspendedFor: isForNonPayment(suspendedReason) ? 'payment' : 'staff' }),
  };
}

/** Whether a client was suspended because payments failed, and not by the staff. */
export function isForNonPayment(suspendedReason: string | null): boolean {
  return suspendedReason?.endsWith('failed payments') ?? false;
}
