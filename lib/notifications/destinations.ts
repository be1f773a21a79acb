import { audit } from '#lib/audit/index.ts';
import { inTenant, type Tx } from '#lib/platform/database/index.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import type { Destination } from '../../prisma/generated/client.ts';
import { channelOf } from './channels/index.ts';
import type { Signing } from './channels/webhook.ts';
import { checkTarget } from './check-target.ts';
import type { DestinationChanges, Kind, NewDestination } from './input.ts';
import { type Rules, rulesInput } from './rules.ts';
import { readSecrets, saveSecrets } from './secrets.ts';
import { newSigningSecret } from './standard-webhooks.ts';

const MAX_DESTINATIONS = 30;
const HOUR_MS = 3_600_000;

/** A destination as people see it: without its secrets. */
export interface DestinationView {
  id: string;
  kind: Kind;
  name: string;
  state: 'active' | 'paused' | 'disabled';
  disabledReason: string | null;
  /** What was entered, apart from secrets; of these the host of an address and the last four characters (`host`, `ending`). */
  settings: Record<string, unknown>;
  rules: Rules;
  createdBy: string;
  createdAt: Date;
  failingSince: Date | null;
  /** When the last message was taken, and how many wait. */
  lastSentAt: Date | null;
  waiting: number;
}

/** The destinations of a client, in the order in which they were made; without the browsers of its members. */
export async function listDestinations(tenantId: string): Promise<DestinationView[]> {
  return inTenant(tenantId, async (tx) => {
    const rows = await tx.destination.findMany({ where: { userId: null }, orderBy: { id: 'asc' } });
    return Promise.all(rows.map((row) => viewOf(tx, row)));
  });
}

/** A destination of a client. Throws a Problem with status 404 for one of another client. */
export async function getDestination(tenantId: string, id: string): Promise<DestinationView> {
  return inTenant(tenantId, async (tx) => viewOf(tx, await find(tx, tenantId, id)));
}

/**
 * Adds a destination. A webhook gets a secret that signs, which only this result contains. Throws a Problem with status 422 that
 * names the input that is wrong, and says why. `now` in epoch ms.
 */
export async function addDestination(
  tenantId: string,
  input: NewDestination,
  actor: string,
  now: number,
): Promise<{ destination: DestinationView; signingSecret: string | null }> {
  const { kind, name, rules, ...entered } = input;
  await checkTarget(tenantId, kind, entered, rules);
  const { settings, secrets } = split(kind, entered);
  const signingSecret = kind === 'webhook' ? newSigningSecret() : null;
  const destination = await inTenant(tenantId, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    if ((await tx.destination.count({ where: { userId: null } })) >= MAX_DESTINATIONS)
      throw invalid('name', `There are already ${MAX_DESTINATIONS} destinations. Remove one that is no longer used.`);
    const times = { createdAt: new Date(now), updatedAt: new Date(now) };
    const row = await tx.destination.create({ data: { tenantId, kind, name, settings, rules, createdBy: actor, ...times } });
    await saveSecrets(tx, tenantId, row.id, signingSecret ? { ...secrets, signingSecret } : secrets);
    await audit(tx, { tenantId, actor, action: 'destination.created', target: row.id, after: { kind, name, settings, rules } });
    return viewOf(tx, row);
  });
  return { destination, signingSecret };
}

/**
 * Changes a destination. One that is switched on again begins anew: what happened meanwhile is not told. Throws a Problem with status
 * 404 for one of another client, and 422 for an input that is wrong. `now` in epoch ms.
 */
export async function changeDestination(
  tenantId: string,
  id: string,
  changes: DestinationChanges,
  actor: string,
  now: number,
): Promise<DestinationView> {
  const before = await inTenant(tenantId, async (tx) => {
    const row = await find(tx, tenantId, id);
    return { row, secrets: await readSecrets(tx, tenantId, id) };
  });
  const kind = before.row.kind as Kind;
  const { name = before.row.name, rules = rulesInput.parse(before.row.rules), state, ...entered } = changes;
  const foreign = Object.keys(entered).find((field) => !INPUTS[kind].includes(field));
  if (foreign) throw invalid(foreign, `A destination of the kind ${channelOf(kind).title} has no such setting.`);
  const merged = { ...(before.row.settings as object), ...before.secrets, ...entered };
  // Of the two ways to Slack the one that was entered last counts.
  if (kind === 'slack' && entered.url)
    Object.assign(merged, { token: undefined, channel: undefined, appSecret: undefined, mapMembers: undefined });
  if (kind === 'slack' && entered.token) Object.assign(merged, { url: undefined });
  await checkTarget(tenantId, kind, merged, rules);
  const { settings, secrets } = split(kind, merged);
  return inTenant(tenantId, async (tx) => {
    await find(tx, tenantId, id);
    const restarted = state === 'active' && before.row.state !== 'active';
    const row = await tx.destination.update({
      where: { id },
      data: {
        ...{ name, settings, rules, updatedAt: new Date(now) },
        ...(state && { state, disabledReason: null }),
        ...((restarted || Object.keys(entered).length > 0) && { sendAfter: new Date(now), failures: 0, failingSince: null }),
      },
    });
    if (state === 'paused') {
      const data = { state: 'superseded', answer: 'The destination was paused.' };
      await tx.delivery.updateMany({ where: { destinationId: id, state: 'waiting' }, data });
    }
    const signing = kind === 'webhook' ? before.secrets : {};
    await saveSecrets(tx, tenantId, id, { ...signing, ...secrets });
    const secretReplaced = channelOf(kind).secretFields.some((field) => field in entered);
    await audit(tx, {
      ...{ tenantId, actor, action: 'destination.changed', target: id },
      before: { name: before.row.name, settings: before.row.settings, rules: before.row.rules, state: before.row.state },
      after: { name, settings, rules, state: row.state, secretReplaced },
    });
    return viewOf(tx, row);
  });
}

/** Removes a destination with its log. Throws a Problem with status 404 for one of another client. */
export async function removeDestination(tenantId: string, id: string, actor: string): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const { kind, name } = await find(tx, tenantId, id);
    await tx.destination.delete({ where: { id } });
    await audit(tx, { tenantId, actor, action: 'destination.removed', target: id, before: { kind, name } });
  });
}

/**
 * Replaces the secret that signs a webhook. For `overlapHours` messages are signed with both, so that the receiver can be switched
 * over. Only the result contains the secret. Throws a Problem with status 404 for a destination of another client, and 409 for one
 * that is no webhook. `now` in epoch ms.
 */
export async function rotateSigningSecret(tenantId: string, id: string, overlapHours: number, actor: string, now: number): Promise<string> {
  return inTenant(tenantId, async (tx) => {
    const { kind, name } = await find(tx, tenantId, id);
    if (kind !== 'webhook')
      throw new Problem(409, 'no_webhook', 'Only webhooks are signed. Enter the new secret of this destination instead.');
    const { signingSecret: previousSecret } = (await readSecrets(tx, tenantId, id)) as unknown as Signing;
    const signingSecret = newSigningSecret();
    await saveSecrets(tx, tenantId, id, {
      signingSecret,
      ...(overlapHours > 0 && { previousSecret, previousUntil: now + overlapHours * HOUR_MS }),
    });
    await audit(tx, { tenantId, actor, action: 'destination.secret_rotated', target: id, after: { name, overlapHours } });
    return signingSecret;
  });
}

/** The row of a destination: of the client, or a browser of one member. Throws a Problem with status 404 for one of anybody else. */
export async function find(tx: Tx, tenantId: string, id: string, userId: string | null = null): Promise<Destination> {
  const row = await tx.destination.findUnique({ where: { id, tenantId, userId } });
  if (!row) throw notFound();
  return row;
}

/** What is entered for each kind. */
const INPUTS: Record<Kind, readonly string[]> = {
  mail: ['to', 'addresses'],
  slack: ['url', 'token', 'channel', 'appSecret', 'mapMembers'],
  pagerduty: ['region', 'routingKey'],
  teams: ['url'],
  webhook: ['url'],
};

/** What is shown of an input, and what is kept secret. Of a secret its host and ending are shown, so that people tell them apart. */
function split(kind: Kind, entered: Record<string, unknown>) {
  const { secretFields } = channelOf(kind);
  const settings: Record<string, string | string[] | boolean> = {};
  const secrets: Record<string, unknown> = {};
  for (const field of INPUTS[kind]) {
    const value = entered[field];
    if (value === undefined || value === null) continue;
    if (!secretFields.includes(field)) settings[field] = value as string | string[] | boolean;
    else if (field === 'appSecret') {
      secrets[field] = value;
      settings.hasButtons = true;
    } else {
      secrets[field] = value;
      settings.ending = String(value).slice(-4);
      if (URL.canParse(String(value))) settings.host = new URL(String(value)).host;
    }
  }
  return { settings, secrets };
}

async function viewOf(tx: Tx, row: Destination): Promise<DestinationView> {
  const where = { destinationId: row.id };
  const last = await tx.delivery.findFirst({ where: { ...where, state: 'sent' }, orderBy: { id: 'desc' }, select: { attemptedAt: true } });
  const { id, name, disabledReason, createdBy, createdAt, failingSince } = row;
  return {
    ...{ id, name, disabledReason, createdBy, createdAt, failingSince },
    kind: row.kind as Kind,
    state: row.state as DestinationView['state'],
    settings: row.settings as Record<string, unknown>,
    rules: rulesInput.parse(row.rules),
    lastSentAt: last?.attemptedAt ?? null,
    waiting: await tx.delivery.count({ where: { ...where, state: 'waiting' } }),
  };
}
