import { EgressError, guardedFetch } from '#lib/platform/guarded-fetch.ts';
import { invalid } from '#lib/platform/problem.ts';
import { channelOf } from './channels/index.ts';
import { strangersAmong } from './channels/mail.ts';
import { reachOfDestinations } from './http.ts';
import type { Kind } from './input.ts';
import type { Rules } from './rules.ts';

/**
 * Checks what only the server can: whether the channel can be used here, whether the address may be reached, whether mails go to
 * people of the client. Throws a Problem with status 422 that names the input and the way out.
 */
export async function checkTarget(tenantId: string, kind: Kind, entered: Record<string, unknown>, rules: Rules): Promise<void> {
  const { takesDigests, title } = channelOf(kind);
  if (rules.digestMinutes !== null && !takesDigests)
    throw invalid('rules.digestMinutes', `${title} gets a message for each incident. Leave the digest off.`);
  if (kind === 'mail') await checkAddresses(tenantId, entered as { to: string; addresses: string[] });
  if (kind === 'slack') checkSlack(entered);
  if (typeof entered.url === 'string') await checkReach('url', entered.url);
}

async function checkAddresses(tenantId: string, { to, addresses = [] }: { to: string; addresses: string[] }): Promise<void> {
  if (to === 'members') return;
  if (addresses.length === 0) throw invalid('addresses', 'Enter at least one address.');
  const [stranger] = await strangersAmong(tenantId, addresses);
  if (!stranger) return;
  throw invalid(
    'addresses',
    `${stranger} belongs to no member with a confirmed address, and to no mail domain of yours. Invite the person under Team, or prove that the domain is yours under Single sign-on.`,
  );
}

function checkSlack({ url, token, channel, appSecret, mapMembers }: Record<string, unknown>): void {
  if (!url && !token) throw invalid('url', 'Enter the address of an incoming webhook, or the bot token of the app and a channel.');
  if (url && token) throw invalid('token', 'Enter either the address of an incoming webhook or the bot token, not both.');
  if (appSecret && !token) throw invalid('appSecret', 'Only messages of the app have buttons. Enter its bot token and a channel too.');
  if (mapMembers && !appSecret)
    throw invalid('mapMembers', 'Enter the signing secret of the app too: without it, messages have no buttons.');
  if (token && !channel) throw invalid('channel', 'Enter the ID of the channel to which the app is to write.');
}

/**
 * Asks the address for nothing, only to learn whether it may be reached: what does not answer now may later. Throws a Problem with
 * status 422 that names the input.
 */
export async function checkReach(input: string, url: string): Promise<void> {
  try {
    await guardedFetch(url, { method: 'HEAD' }, reachOfDestinations());
  } catch (error) {
    if (!(error instanceof EgressError && error.isRefused)) return;
    throw invalid(input, `${error.message}. Enter an address that begins with https:// and can be reached from the internet.`);
  }
}
