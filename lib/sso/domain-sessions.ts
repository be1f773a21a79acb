import type { Tx } from '#lib/platform/database/index.ts';

/** Ends the sessions that a client's single sign-on opened for addresses of a domain, in the transaction in which it loses the domain. */
export async function endDomainSessions(tx: Tx, { tenantId, domain }: { tenantId: string; domain: string }, now: number): Promise<void> {
  await tx.session.updateMany({
    where: { ssoClient: tenantId, endedAt: null, user: { email: { endsWith: `@${domain}` } } },
    data: { endedAt: new Date(now) },
  });
}
