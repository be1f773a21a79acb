import { mailPort } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { forMail } from '#lib/text/index.ts';
import { type Channel, DeliveryError, type Target } from '../channel.ts';
import { headlineOf, type Item, type Message, TEST_TEXT, wordsOf } from '../message.ts';

/** One mail to each address, with the cause and a link to the evidence. */
export const mail: Channel = {
  name: 'mail',
  title: 'Mail',
  unavailable: () =>
    (mailPort.find()?.kind ?? 'off') === 'off' ? 'This installation has no mail server. Its provider has to set SMTP_URL.' : undefined,
  secretFields: [],
  intervalMs: 200,
  takesDigests: true,

  async send(message, target) {
    const recipients = await recipientsOf(target);
    if (recipients.length === 0)
      throw new DeliveryError('refused', 'Nobody was notified by mail: the account has no member with a confirmed email address.');
    for (const to of recipients) {
      await mailPort.use().send({ tenantId: target.tenantId, to, subject: forMail(headlineOf(message)), text: textOf(message) });
    }
    const reached = recipients.length === 1 ? '1 person' : `${recipients.length} people`;
    return { answer: `Sent to ${reached}.`, reached: `Notified ${reached} by mail` };
  },
};

/** The members with a confirmed address; or the addresses that were entered, without those that no longer may get mail. */
async function recipientsOf({ tenantId, settings }: Target): Promise<string[]> {
  if (settings.to === 'members') return confirmedMembers(tenantId);
  const strangers = new Set(await strangersAmong(tenantId, settings.addresses as string[]));
  return (settings.addresses as string[]).filter((address) => !strangers.has(address));
}

async function confirmedMembers(tenantId: string): Promise<string[]> {
  const members = await asSystem((tx) =>
    tx.membership.findMany({ where: { tenantId, user: { emailVerifiedAt: { not: null } } }, include: { user: true } }),
  );
  return members.map(({ user }) => user.email);
}

/**
 * The addresses that belong neither to a member nor to a mail domain that the client has proved to own: nobody can have mail sent to
 * a stranger.
 */
export async function strangersAmong(tenantId: string, addresses: readonly string[]): Promise<string[]> {
  const members = new Set((await confirmedMembers(tenantId)).map((email) => email.toLowerCase()));
  const domains = await asSystem((tx) =>
    tx.ssoDomain.findMany({ where: { tenantId, verifiedAt: { not: null } }, select: { domain: true } }),
  );
  const own = new Set(domains.map(({ domain }) => domain));
  return addresses.filter((address) => {
    const lower = address.toLowerCase();
    return !members.has(lower) && !own.has(lower.slice(lower.lastIndexOf('@') + 1));
  });
}

function textOf({ items }: Message): string {
  if (items.length === 0) return TEST_TEXT;
  return items.map(paragraphsOf).join('\n\n\n');
}

function paragraphsOf({ event, incident, text }: Item): string {
  // The title holds names that somebody else chose, in a cluster.
  const title = forMail(incident.title);
  return [
    `${event === 'opened' ? '' : `${wordsOf(event)}: `}${title}${incident.tier ? ` (${incident.tier})` : ''}`,
    event === 'opened' || event === 'escalated' ? '' : forMail(text, 1000),
    incident.change === null ? '' : `Probably since: ${forMail(incident.change, 1000)}`,
    `Cluster: ${forMail(incident.clusterName)}. See the evidence, the blast radius and the recommended fix:`,
    incident.url,
  ]
    .filter(Boolean)
    .join('\n\n');
}
