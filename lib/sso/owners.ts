import { mailPort } from '#lib/mail/index.ts';
import type { Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';

/**
 * Tells the owners of a client about a change of how its members sign in, in the transaction of the change. `sentence` says what
 * happened, without a full stop; it holds nothing that somebody wrote freely.
 */
export async function tellOwners(tx: Tx, tenantId: string, sentence: string): Promise<void> {
  const owners = await tx.membership.findMany({ where: { tenantId, role: 'owner' }, include: { user: { select: { email: true } } } });
  for (const { user } of owners) {
    await mailPort.use().send(
      {
        tenantId,
        to: user.email,
        subject: `The sign-in of ${tenantId} was changed`,
        text: `Hello,\n\n${sentence}. You get this mail as an owner of ${tenantId} at KG RCA. If this change was not intended, look at it here:\n\n${env.use().publicUrl}/single-sign-on`,
      },
      tx,
    );
  }
}
