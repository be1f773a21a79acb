import { audit, INSTALLATION } from '#lib/audit/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import type { Caller } from './sessions.ts';

/** What happens to an account, as it is named in the audit log. */
export type AccountEvent =
  | 'account.signed_in'
  | 'account.sign_in_failed'
  | 'account.signed_out'
  | 'account.sessions_ended'
  | 'account.password_changed'
  | 'account.password_reset'
  | 'account.address_changed'
  | 'account.taken_back'
  | 'account.second_factor_added'
  | 'account.second_factor_removed'
  | 'account.recovery_codes_replaced';

/**
 * Writes an event of an account into the audit log of every client that the person belongs to, in the transaction of the event;
 * into that of the installation for its staff and for whoever belongs to no client.
 */
export async function auditAccount(
  tx: Tx,
  user: { id: string; email: string },
  action: AccountEvent,
  details: Record<string, unknown> = {},
): Promise<void> {
  const { isStaff, memberships } = await tx.user.findUniqueOrThrow({
    where: { id: user.id },
    select: { isStaff: true, memberships: { select: { tenantId: true } } },
  });
  const tenantIds = memberships.map(({ tenantId }) => tenantId);
  if (isStaff || tenantIds.length === 0) tenantIds.push(INSTALLATION);
  for (const tenantId of tenantIds) {
    await audit(tx, { tenantId, actor: user.email, action, target: user.email, after: details });
  }
}

/** Writes a failed sign-in into the audit logs of the account's clients; nothing for an address without an account. */
export async function auditFailedSignIn(email: string, caller: Caller, reason: string): Promise<void> {
  await asSystem(async (tx) => {
    const user = await tx.user.findUnique({ where: { email } });
    if (user) await auditAccount(tx, user, 'account.sign_in_failed', { ...caller, reason });
  });
}
