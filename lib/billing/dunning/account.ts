import { audit } from '#lib/audit/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { dateText, sendBillingMail } from '../invoices/mails.ts';
import { requireStripe, stripePort } from '../stripe/port.ts';
import { resumeWhenPaid } from './resume.ts';

/** The staff grant no longer grace than this. */
const MAX_GRACE_MS = 90 * 86_400_000;

/** Sets the address for mails about money, also at Stripe; null gives them to the owners again. */
export async function setBillingEmail(tenantId: string, email: string | null, actor: string): Promise<void> {
  const { customer, owner } = await asSystem(async (tx) => {
    const before = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      include: { memberships: { where: { role: 'owner' }, include: { user: true }, take: 1 } },
    });
    await tx.tenant.update({ where: { id: tenantId }, data: { billingEmail: email } });
    await audit(tx, {
      tenantId,
      actor,
      action: 'billing.contact_changed',
      target: tenantId,
      before: { email: before.billingEmail },
      after: { email },
    });
    return { customer: before.stripeCustomerId, owner: before.memberships[0]?.user.email };
  });
  const address = email ?? owner;
  if (customer && address && stripePort.find()) await requireStripe().client.customers.update(customer, { email: address });
}

/**
 * Grants a client time: until `until` (epoch ms) failed payments do not suspend it, and one that is suspended for them resumes. Null
 * takes the grace back. Audited, and the client is told. Throws a Problem: 404, or 422 for a time that is past or too far.
 */
export async function grantGrace(tenantId: string, until: number | null, reason: string, actor: string, now: number): Promise<void> {
  if (until !== null && until <= now) throw invalid('until', 'This time has passed. Choose a later one.');
  if (until !== null && until > now + MAX_GRACE_MS) throw invalid('until', 'At most 90 days from now can be granted.');
  await asSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant) throw notFound();
    if (tenant.status === 'closed') throw new Problem(409, 'client_closed', 'This client is closed.');
    const graceUntil = until === null ? null : new Date(until);
    await tx.tenant.update({ where: { id: tenantId }, data: { graceUntil } });
    // An invoice after its last attempt gets another one when the grace ends.
    if (graceUntil)
      await tx.invoice.updateMany({
        where: { tenantId, stage: 'unpaid', byTransfer: false },
        data: { stage: 'retrying', dueAt: graceUntil },
      });
    const before = { graceUntil: tenant.graceUntil?.toISOString() ?? null };
    await audit(tx, {
      tenantId,
      actor,
      action: 'billing.grace',
      target: tenantId,
      before,
      after: { graceUntil: graceUntil?.toISOString() ?? null, reason },
    });
    if (until === null) return;
    await sendBillingMail(tx, tenantId, {
      subject: `You have until ${dateText(until)} to pay your KG RCA invoice`,
      paragraphs: [`We will not suspend your account before ${dateText(until)}. Please pay the open invoice by then.`],
    });
  });
  await resumeWhenPaid(tenantId, now);
}
