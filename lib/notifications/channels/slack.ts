import { env, optionalUrl, settingsOf } from '#lib/platform/env.ts';
import { shortened } from '#lib/text/index.ts';
import { type Channel, DeliveryError } from '../channel.ts';
import { post } from '../http.ts';
import { headlineOf, type IncidentFacts, type Item, type Message, TEST_TEXT, wordsOf } from '../message.ts';

const settings = { SLACK_API_URL: optionalUrl(['https:', 'http:']) };

/** Limits of Block Kit (https://docs.slack.dev/reference/block-kit/blocks). */
const MAX_BLOCKS = 50;
const MAX_HEADER = 150;
const MAX_TEXT = 3_000;
/** Blocks of one incident at most. */
const BLOCKS_OF_ITEM = 4;

const SEVERITY_SIGN = { critical: ':red_circle:', major: ':large_orange_circle:', minor: ':large_yellow_circle:' } as const;

/**
 * Slack, in one of two ways. By the address of an incoming webhook: it cannot thread or change messages, so every update is a
 * message of its own that begins with the incident's number. By the token of the installed app (`chat.postMessage`): updates go into
 * the thread of the first message, and are shown in the channel too when the incident is over.
 */
export const slack: Channel = {
  name: 'slack',
  title: 'Slack',
  settings,
  secretFields: ['url', 'token', 'appSecret'],
  // https://docs.slack.dev/apis/web-api/rate-limits: one message a second to a channel, and for an incoming webhook.
  intervalMs: 1_000,
  takesDigests: true,

  async send(message, target, now) {
    const actor = target.secrets.appSecret ? target.destinationId : undefined;
    const body = { text: mrkdwn(headlineOf(message), MAX_TEXT), blocks: blocksOf(message, actor), unfurl_links: false };
    if (typeof target.secrets.url === 'string') {
      const { text } = await post(target.secrets.url, jsonOf(body), now);
      return { answer: shortened(text, 500), reached: 'Notified Slack' };
    }
    const isOver = message.items.every(({ event }) => event === 'resolved');
    const thread = target.thread && { thread_ts: target.thread, ...(isOver && { reply_broadcast: true }) };
    const request = jsonOf({ channel: target.settings.channel, ...body, ...thread });
    request.headers.Authorization = `Bearer ${target.secrets.token}`;
    const { text } = await post(`${slackApi()}/chat.postMessage`, request, now);
    return { ...readAnswer(text), reached: 'Notified Slack' };
  },
};

/** The address of Slack's Web API. */
export const slackApi = () => settingsOf(settings, env.use()).SLACK_API_URL ?? 'https://slack.com/api';

/** A body as Slack takes it. */
export function jsonOf(body: unknown): { body: string; headers: Record<string, string> } {
  return { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json; charset=utf-8' } };
}

/** What the Web API says when the channel or the app is gone (https://docs.slack.dev/reference/methods/chat.postMessage). */
const GONE = ['channel_not_found', 'is_archived', 'not_in_channel', 'account_inactive', 'token_revoked', 'invalid_auth'];
const LATER = ['ratelimited', 'rate_limited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];

/** The Web API answers 200 also when it refuses, and says so in the body. */
function readAnswer(text: string): { answer: string; thread?: string } {
  let answer: { ok?: boolean; ts?: string; error?: string };
  try {
    answer = JSON.parse(text);
  } catch {
    throw new DeliveryError('later', `The answer is not JSON: ${shortened(text, 200)}`);
  }
  if (answer.ok) return { answer: 'ok', ...(answer.ts && { thread: answer.ts }) };
  const error = String(answer.error);
  throw new DeliveryError(GONE.includes(error) ? 'gone' : LATER.includes(error) ? 'later' : 'refused', `Slack said: ${error}`);
}

/** A message as Block Kit. `actor` is the destination whose buttons act at once; without it they lead to the portal. */
function blocksOf(message: Message, actor: string | undefined): object[] {
  if (message.items.length === 0) return [header(headlineOf(message)), section(mrkdwn(TEST_TEXT, MAX_TEXT))];
  const [only] = message.items;
  if (message.items.length === 1 && only) return blocksOfItem(only, actor);
  const shown = message.items.slice(0, Math.floor((MAX_BLOCKS - 2) / BLOCKS_OF_ITEM) * BLOCKS_OF_ITEM - 1);
  const hidden = message.items.length - shown.length;
  return [
    header(headlineOf(message)),
    ...shown.map((item) => section(`${SEVERITY_SIGN[item.incident.severity]} *${wordsOf(item.event)}:* ${linkOf(item.incident)}`)),
    ...(hidden > 0 ? [context(`${hidden} more are in the portal.`)] : []),
  ];
}

function blocksOfItem({ event, incident, text }: Item, actor: string | undefined): object[] {
  const update = event !== 'opened' && event !== 'reopened' && event !== 'escalated';
  if (update) return [section(`*${wordsOf(event)}:* ${linkOf(incident)}\n${mrkdwn(text, 1_500)}`)];
  const heading = event === 'opened' ? `Incident ${incident.number}: ${incident.title}` : `${wordsOf(event)}: incident ${incident.number}`;
  const acknowledge = actor
    ? [press('Acknowledge', 'acknowledge', actor, incident), press('Resolve', 'resolve', actor, incident)]
    : [button('Acknowledge', `${incident.url}?do=acknowledge`)];
  return [header(heading), ...factBlocks(incident), { type: 'actions', elements: [open(incident, actor), ...acknowledge] }];
}

/** The first message about an incident after somebody pressed a button: who did what, and the buttons that still make sense. */
export function pressedBlocks(incident: IncidentFacts, destinationId: string, done: string, isResolved: boolean): object[] {
  const rest = isResolved ? [] : [press('Resolve', 'resolve', destinationId, incident)];
  return [
    header(`Incident ${incident.number}: ${incident.title}`),
    ...factBlocks(incident),
    context(mrkdwn(done, 500)),
    { type: 'actions', elements: [open(incident, destinationId), ...rest] },
  ];
}

function factBlocks(incident: IncidentFacts): object[] {
  const facts = [
    `*Cluster:* ${mrkdwn(incident.clusterName, 100)}`,
    `*Severity:* ${incident.severity}`,
    ...(incident.namespaces.length > 0 ? [`*Namespace:* ${mrkdwn(incident.namespaces.join(', '), 300)}`] : []),
    ...(incident.tier ? [`*Cause:* ${incident.tier}`] : []),
  ];
  const said = [incident.summary, incident.change && `Probably since: ${incident.change}`].filter(Boolean).join('\n');
  return [
    section(`${SEVERITY_SIGN[incident.severity]} ${linkOf(incident)}${said ? `\n${mrkdwn(said, 2_000)}` : ''}`),
    { type: 'section', fields: facts.map((fact) => ({ type: 'mrkdwn', text: fact })) },
  ];
}

function linkOf({ url, number, clusterName, title }: IncidentFacts): string {
  return `<${url}|Incident ${number} in ${mrkdwn(clusterName, 100)}>: ${mrkdwn(title, 400)}`;
}

/** Text from a cluster for mrkdwn: Slack's three control characters as entities, on one line, at most `max` characters. */
function mrkdwn(text: string, max: number): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  // Not within an entity.
  return shortened(escaped, max - 1).replace(/&[a-z]{0,3}…$/, '…');
}

const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text: shortened(text, MAX_HEADER - 1) } });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text: shortened(text, MAX_TEXT - 1) } });
const context = (text: string) => ({ type: 'context', elements: [{ type: 'mrkdwn', text }] });
const button = (text: string, url: string, isPrimary = false) => ({
  type: 'button',
  text: { type: 'plain_text', text },
  url,
  ...(isPrimary && { style: 'primary' }),
});
/** What a button hands back when it is pressed. */
const handedBack = (destinationId: string, { id }: IncidentFacts) => `${destinationId} ${id}`;
/** Slack tells of a press of this one too, where the app has buttons that act. */
const open = (incident: IncidentFacts, actor: string | undefined) => ({
  ...button('Open incident', incident.url, true),
  ...(actor && { action_id: 'open', value: handedBack(actor, incident) }),
});
const press = (text: string, action_id: 'acknowledge' | 'resolve', actor: string, incident: IncidentFacts) => ({
  type: 'button',
  text: { type: 'plain_text', text },
  action_id,
  value: handedBack(actor, incident),
});
