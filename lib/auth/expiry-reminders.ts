import { mailPort } from '#lib/mail/index.ts';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { forMail } from '#lib/text/index.ts';

const DAY_MS = 86_400_000;
/** People are reminded so many days before a key ends, and not of keys that were made for a shorter time. */
const DAYS_BEFORE = 7;
/** Keys of one run; the next run goes on. */
const MAX_KEYS = 500;

/**
 * Reminds people once of each key that ends within a week: the owners and admins of its client, and the staff of their own
 * tokens. Several processes may run it at once. Returns how many keys it reminded of. `now` in epoch ms.
 */
export async function remindOfExpiry(now: number): Promise<number> {
  const ending = {
    revokedAt: null,
    expiryRemindedAt: null,
    expiresAt: { gt: new Date(now), lte: new Date(now + DAYS_BEFORE * DAY_MS) },
  };
  const [keys, tokens] = await asSystem(async (tx) => [
    await tx.apiKey.findMany({ where: ending, take: MAX_KEYS }),
    await tx.staffToken.findMany({ where: ending, take: MAX_KEYS }),
  ]);
  let reminded = 0;
  for (const { id, tenantId, name, lastFour, createdAt, expiresAt } of keys) {
    await asSystem(async (tx) => {
      const { count } = await tx.apiKey.updateMany({ where: { id, ...ending }, data: { expiryRemindedAt: new Date(now) } });
      if (count === 0 || isShort(createdAt, expiresAt)) return;
      const client = await tx.tenant.findUniqueOrThrow({
        where: { id: tenantId },
        select: { memberships: { where: { role: { in: ['owner', 'admin'] } }, select: { user: true } } },
      });
      const people = client.memberships.map(({ user }) => user);
      await remind(tx, people, `The API key ${forMail(name)} (…${lastFour}) of ${tenantId}`, '/api-keys', expiresAt);
      reminded++;
    });
  }
  for (const { id, name, lastFour, createdAt, expiresAt } of tokens) {
    await asSystem(async (tx) => {
      const { count } = await tx.staffToken.updateMany({ where: { id, ...ending }, data: { expiryRemindedAt: new Date(now) } });
      if (count === 0 || isShort(createdAt, expiresAt)) return;
      const staff = await tx.user.findMany({ where: { isStaff: true, emailVerifiedAt: { not: null } } });
      await remind(tx, staff, `The staff token ${forMail(name)} (…${lastFour})`, '/admin/staff-tokens', expiresAt);
      reminded++;
    });
  }
  return reminded;
}

function isShort(createdAt: Date, expiresAt: Date | null): boolean {
  return expiresAt !== null && expiresAt.getTime() - createdAt.getTime() <= DAYS_BEFORE * DAY_MS;
}

async function remind(tx: Tx, people: { email: string }[], key: string, page: string, expiresAt: Date | null): Promise<void> {
  const day = expiresAt?.toISOString().slice(0, 10);
  for (const { email } of people) {
    await mailPort.use().send(
      {
        to: email,
        subject: `A key ends on ${day}`,
        text: `Hello,\n\n${key} ends on ${day} (UTC). Programs that still use it then will be refused. Replace it before, if it is still needed:\n\n${env.use().publicUrl}${page}`,
      },
      tx,
    );
  }
}
