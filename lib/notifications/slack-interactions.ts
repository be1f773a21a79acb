import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { roleAtLeast } from '#lib/auth/index.ts';
import { displayNameOf } from '#lib/clusters/index.ts';
import { changeWork, resolve, type Worker } from '#lib/incidents/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { Problem } from '#lib/platform/problem.ts';
import { sameSecret } from '#lib/platform/secrets.ts';
import { cut, parseJson } from '#lib/text/index.ts';
import { jsonOf, pressedBlocks, slackApi } from './channels/slack.ts';
import { factsOf } from './facts.ts';
import { post } from './http.ts';
import { headlineOf } from './message.ts';
import { readSecrets } from './secrets.ts';

/** Where Slack posts the presses of buttons to; the manifest of the app says so. */
export const INTERACTIONS_PATH = '/api/slack/interactions';
/** How old a signed request may be (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
const TOLERANCE_MS = 5 * 60_000;

/** What is read of a press (https://docs.slack.dev/reference/interaction-payloads/block_actions-payload). */
const press = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().max(100), name: z.string().optional(), username: z.string().optional() }),
  response_url: z.url().max(2_000).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().regex(/^[0-9a-f-]{36} [0-9a-f-]{36}$/) })).length(1),
});

/** A request that Slack made. */
export interface SlackRequest {
  /** As it came: the signature is over these bytes. */
  body: string;
  timestamp: string | null;
  signature: string | null;
}

/**
 * Does what somebody asked for by a button under a message in Slack: acknowledges an incident or resolves it. The destination that the
 * button names must hold the secret that signed the request, and its client is the one on whose behalf it is done. Returns what changes
 * the message in Slack, for which whoever pressed does not wait. Throws a Problem with status 401 for a request that Slack did not sign, is
 * older than five minutes, or was done before. `isFirst` tells whether a signature was not seen yet; `now` in epoch ms.
 */
export async function receivePress(
  request: SlackRequest,
  isFirst: (signature: string) => Promise<boolean>,
  now: number,
): Promise<() => Promise<void>> {
  const pressed = press.safeParse(payloadOf(request.body)).data;
  const [destinationId = '', incidentId = ''] = pressed?.actions[0]?.value.split(' ') ?? [];
  const found = pressed && (await findDestination(destinationId));
  if (!pressed || !found || !isSigned(request, found.secrets.appSecret, now)) throw notSigned();
  if (!(await isFirst(request.signature ?? ''))) throw notSigned();
  const { response_url: answerTo } = pressed;
  const action = pressed.actions[0]?.action_id;
  if (action !== 'acknowledge' && action !== 'resolve') return async () => {};
  const { tenantId } = found.destination;
  try {
    const by = await workerOf(pressed.user, found, now);
    if (action === 'acknowledge') await changeWork(tenantId, incidentId, { acknowledged: true }, by, now);
    else await resolve(tenantId, incidentId, {}, by, now);
    return () => say(answerTo, () => updatedMessage(tenantId, incidentId, destinationId), now);
  } catch (error) {
    if ((error as Error).name !== 'Problem') throw error;
    const { detail } = error as Problem;
    // Only whoever pressed sees it.
    return () => say(answerTo, async () => ({ response_type: 'ephemeral', replace_original: false, text: detail }), now);
  }
}

/** The payload of a form; undefined where it is none. */
function payloadOf(body: string): unknown {
  try {
    return parseJson(new URLSearchParams(body).get('payload') ?? '');
  } catch {
    return undefined;
  }
}

interface Found {
  destination: { tenantId: string; settings: Record<string, unknown>; status: string };
  secrets: Record<string, unknown>;
}

async function findDestination(id: string): Promise<Found | undefined> {
  return asSystem(async (tx) => {
    const row = z.uuid().safeParse(id).success ? await tx.destination.findUnique({ where: { id } }) : null;
    if (row?.kind !== 'slack') return undefined;
    const { status } = await tx.tenant.findUniqueOrThrow({ where: { id: row.tenantId }, select: { status: true } });
    const settings = row.settings as Record<string, unknown>;
    return { destination: { tenantId: row.tenantId, settings, status }, secrets: await readSecrets(tx, row.tenantId, id) };
  });
}

function isSigned({ body, timestamp, signature }: SlackRequest, secret: unknown, now: number): boolean {
  if (typeof secret !== 'string' || signature === null || !/^\d{1,12}$/.test(timestamp ?? '')) return false;
  if (Math.abs(Number(timestamp) * 1_000 - now) > TOLERANCE_MS) return false;
  return sameSecret(signature, `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`);
}

/** The same answer for all that is wrong with a request, so that nobody learns which destinations exist. */
function notSigned(): Problem {
  return new Problem(401, 'bad_signature', 'This is no new request that Slack signed with the secret of the app.');
}

/** On whose behalf it is done. Throws a Problem with status 403 for a suspended client, and for a member who may only look. */
async function workerOf(user: z.infer<typeof press>['user'], { destination, secrets }: Found, now: number): Promise<Worker> {
  if (destination.status !== 'active') throw new Problem(403, 'suspended', 'The account is not active. The portal says why.');
  const stranger = { name: `${cut(user.username ?? user.name ?? user.id, 80)} in Slack` };
  if (destination.settings.mapMembers !== true) return stranger;
  const email = await emailOf(user.id, String(secrets.token), now);
  const member = await asSystem((tx) =>
    tx.membership.findFirst({
      where: { tenantId: destination.tenantId, user: { email: { equals: email, mode: 'insensitive' }, emailVerifiedAt: { not: null } } },
      include: { user: true },
    }),
  );
  if (!email || !member) return stranger;
  if (!roleAtLeast(member.role, 'member'))
    throw new Problem(403, 'missing_role', `Your role is ${member.role}, but this requires member. Ask an owner of the account.`);
  return { name: member.user.email, userId: member.userId };
}

/** The address of a person in Slack, as far as the app may read it (https://docs.slack.dev/reference/methods/users.info). */
async function emailOf(userId: string, token: string, now: number): Promise<string> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-www-form-urlencoded' };
  try {
    const { text } = await post(`${slackApi()}/users.info`, { body: new URLSearchParams({ user: userId }).toString(), headers }, now);
    const answer = z.object({ user: z.object({ profile: z.object({ email: z.string() }) }) }).safeParse(JSON.parse(text));
    return answer.data?.user.profile.email ?? '';
  } catch (error) {
    logger.warn({ err: error }, 'who pressed a button in Slack could not be looked up');
    return '';
  }
}

/** The message about an incident as it is now. */
async function updatedMessage(tenantId: string, incidentId: string, destinationId: string): Promise<object> {
  const { facts, acknowledgedBy, resolvedBy } = await asSystem(async (tx) => {
    const incident = await tx.incident.findUniqueOrThrow({ where: { id: incidentId, tenantId } });
    return { ...incident, facts: factsOf(incident, await displayNameOf(tx, tenantId, incident.cluster)) };
  });
  const done = resolvedBy !== null ? `Resolved by ${resolvedBy}` : `Acknowledged by ${acknowledgedBy}`;
  const text = headlineOf({ id: '', at: 0, items: [{ event: 'opened', incident: facts, text: '', at: 0 }] });
  return { replace_original: true, text, blocks: pressedBlocks(facts, destinationId, done, resolvedBy !== null) };
}

/** Tells Slack what to show. Never throws: what was asked for is done already. */
async function say(address: string | undefined, message: () => Promise<object>, now: number): Promise<void> {
  if (!address) return;
  try {
    await post(address, jsonOf(await message()), now);
  } catch (error) {
    logger.warn({ err: error }, 'a message in Slack could not be changed after somebody pressed a button');
  }
}
