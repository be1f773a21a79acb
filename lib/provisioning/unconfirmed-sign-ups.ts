import { eraseAudit } from '#lib/audit/index.ts';
import { type Clock, systemClock } from '#lib/platform/clock.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { type Repeated, repeat } from '#lib/platform/repeat.ts';

const HOUR_MS = 3_600_000;
/** How long a sign-up is kept whose address nobody confirms: as long as its link is valid. */
const KEPT_MS = 48 * HOUR_MS;
const INTERVAL_MS = 5 * 60_000;
/** Sign-ups that are released in one run; the next run goes on. */
const MAX_RELEASED = 500;

/** Runs `releaseUnconfirmedSignUps` every five minutes until it is stopped. `stop` waits for a run in progress. */
export function startSignUpRelease(clock: Clock = systemClock): Repeated {
  const release = async () => {
    const released = await releaseUnconfirmedSignUps(clock());
    if (released.length > 0) logger.info({ clients: released }, 'sign-ups that nobody confirmed were released');
  };
  return repeat(INTERVAL_MS, release, (error) => logger.warn({ err: error }, 'unconfirmed sign-ups could not be released; retrying'));
}

/**
 * Deletes accounts whose address nobody confirmed within 48 hours, however often a link was sent, with their clients, so that
 * address and client ID become free again: nothing was ever set up for them. Accounts that were invited, and those whose client
 * was set up or has paid, stay. Returns the ids of the clients. Several processes may run it at once. `now` in epoch ms.
 */
export async function releaseUnconfirmedSignUps(now: number): Promise<string[]> {
  const overdue = await asSystem(async (tx) => {
    await tx.clientIdReservation.deleteMany({ where: { expiresAt: { lt: new Date(now) } } });
    return tx.user.findMany({
      where: {
        emailVerifiedAt: null,
        passwordHash: { not: null },
        isStaff: false,
        createdAt: { lt: new Date(now - KEPT_MS) },
        memberships: { every: { tenant: { status: 'onboarding', stripeCustomerId: null, steps: { every: { status: 'waiting' } } } } },
      },
      select: { id: true },
      take: MAX_RELEASED,
    });
  });
  const released: string[] = [];
  for (const { id } of overdue) released.push(...(await asSystem((tx) => release(tx, id))));
  return released;
}

async function release(tx: Tx, userId: string): Promise<string[]> {
  // Locked, so that a confirmation at this moment comes before or after.
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users WHERE id = ${userId}::uuid AND email_verified_at IS NULL FOR UPDATE SKIP LOCKED`;
  if (locked.length === 0) return [];
  const memberships = await tx.membership.findMany({
    where: { userId },
    include: { tenant: { include: { steps: true, memberships: true } } },
  });
  const clients = memberships.map(({ tenant }) => tenant);
  const isUntouched = clients.every(
    ({ status, stripeCustomerId, steps, memberships: members }) =>
      status === 'onboarding' && stripeCustomerId === null && members.length === 1 && steps.every((step) => step.status === 'waiting'),
  );
  if (!isUntouched) return [];
  const ids = clients.map(({ id }) => id);
  // Whoever takes the client ID next must not see who had it before.
  for (const id of ids) await eraseAudit(tx, id);
  await tx.tenant.deleteMany({ where: { id: { in: ids } } });
  await tx.user.delete({ where: { id: userId } });
  return ids;
}
