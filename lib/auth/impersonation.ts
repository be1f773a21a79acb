import { audit } from '#lib/audit/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { rotateSession } from './sessions.ts';

const MINUTES = 60;

/**
 * Lets a member of the provider's staff see a client's account as its members do, for an hour, with a reason that the client
 * reads in its audit log and its owners in a mail. Returns the new secret of the session. Throws a Problem with status 404 for a
 * client that does not exist or is closed. `now` in epoch ms.
 */
export async function startImpersonation(
  { sessionId, email }: { sessionId: string; email: string },
  { tenantId, reason }: { tenantId: string; reason: string },
  now: number,
): Promise<string> {
  return asSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({
      where: { id: tenantId },
      include: { memberships: { where: { role: 'owner' }, include: { user: true } } },
    });
    if (!tenant || tenant.status === 'closed') throw notFound();
    const until = new Date(now + MINUTES * 60_000);
    await tx.session.update({
      where: { id: sessionId },
      data: { impersonator: email, impersonationReason: reason, impersonationUntil: until, activeClient: tenantId },
    });
    await audit(tx, { tenantId, actor: 'staff', action: 'client.visited', target: tenantId, after: { by: email, reason, until } });
    for (const { user } of tenant.memberships) {
      await mailPort.use().send(
        {
          to: user.email,
          subject: 'Our support looks at your account',
          text: `Hello,\n\n${email} of our support looks at the account ${tenantId} for up to ${MINUTES} minutes. They see what you see and cannot change anything. The audit log of the account has the reason.`,
        },
        tx,
      );
    }
    return rotateSession(tx, sessionId, {}, now);
  });
}

/** Ends it. Returns the new secret of the session. */
export async function endImpersonation(sessionId: string, now: number): Promise<string> {
  return asSystem(async (tx) => {
    await tx.session.update({
      where: { id: sessionId },
      data: { impersonator: null, impersonationReason: null, impersonationUntil: null, activeClient: null },
    });
    return rotateSession(tx, sessionId, {}, now);
  });
}
