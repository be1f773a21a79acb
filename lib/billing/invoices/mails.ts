import { mailPort } from '#lib/mail/index.ts';
import type { Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';

/** A mail about money: a subject, its sentences, and the page where its reader goes on. */
export interface BillingMail {
  subject: string;
  paragraphs: string[];
  /** A link with the words before it. */
  action?: { text: string; url: string };
}

/** Sends a mail to whoever gets a client's mails about money, in the transaction of what it reports. */
export async function sendBillingMail(tx: Tx, tenantId: string, mail: BillingMail): Promise<void> {
  const { name, billingEmail, memberships } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { name: true, billingEmail: true, memberships: { where: { role: 'owner' }, select: { user: { select: { email: true } } } } },
  });
  const recipients = billingEmail ? [billingEmail] : memberships.map(({ user }) => user.email);
  const action = mail.action ?? { text: 'Invoices, cards and usage are under Billing:', url: billingPage() };
  const text = [
    'Hello,',
    ...mail.paragraphs,
    `${action.text}\n${action.url}`,
    `This mail is about the KG RCA account ${name} (${tenantId}).`,
  ];
  for (const to of recipients) await mailPort.use().send({ tenantId, to, subject: mail.subject, text: text.join('\n\n') }, tx);
}

export function billingPage(): string {
  return `${env.use().publicUrl}/billing`;
}

/** A sum as mails write it, such as $1,234.50. */
export function money(cents: number, currency = 'usd'): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(cents / 100);
}

/** A UTC date as mails write it, such as 1 December 2026. */
export function dateText(ms: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(ms);
}
