import { createECDH } from 'node:crypto';
import { audit } from '#lib/audit/index.ts';
import { assertFeature } from '#lib/features/index.ts';
import type { Severity } from '#lib/incidents/severity.ts';
import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { invalid, notFound, Problem } from '#lib/platform/problem.ts';
import { sha256 } from '#lib/platform/secrets.ts';
import type { Destination } from '../../prisma/generated/client.ts';
import { checkReach } from './check-target.ts';
import { find } from './destinations.ts';
import type { PushRenewalInput, PushSubscriptionInput } from './push-input.ts';
import { rulesInput } from './rules.ts';
import { readSecrets, saveSecrets } from './secrets.ts';

const MAX_BROWSERS = 10;

/** A browser of a member that is notified of incidents. */
export interface PushSubscriptionView {
  id: string;
  name: string;
  /** SHA-256 of its address at the push service, as hex: by this a browser recognises itself. */
  endpointHash: string;
  severities: Severity[];
  createdAt: Date;
  /** Since when the push service has taken nothing. */
  failingSince: Date | null;
}

/** The browsers of a member that are notified of a client's incidents, in the order in which they were added. */
export async function listPushSubscriptions(tenantId: string, userId: string): Promise<PushSubscriptionView[]> {
  const rows = await inTenant(tenantId, (tx) => tx.destination.findMany({ where: { tenantId, userId }, orderBy: { id: 'asc' } }));
  return rows.map(viewOf);
}

/**
 * Notifies a browser of a client's incidents from now on; one that is notified already gets the new keys and severities. A browser
 * notifies one person: whoever used it before no longer gets messages there. Throws a Problem with status 403 for somebody who is no
 * member of the client and where push notifications are switched off, and 422 that names an input that is wrong. `now` in epoch ms.
 */
export async function addPushSubscription(
  tenantId: string,
  userId: string,
  { endpoint, keys, name, severities }: PushSubscriptionInput,
  actor: string,
  now: number,
): Promise<PushSubscriptionView> {
  await assertFeature('web-push', tenantId);
  await assertUsable(endpoint, keys.p256dh);
  const endpointHash = sha256(endpoint);
  return asSystem(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`push ${endpointHash}`}, 0))`;
    await assertMember(tx, tenantId, userId);
    await tx.destination.deleteMany({ where: { endpointHash, userId: { not: userId } } });
    const where = { tenantId_endpointHash: { tenantId, endpointHash } };
    const isNew = (await tx.destination.findUnique({ where })) === null;
    if (isNew && (await tx.destination.count({ where: { tenantId, userId } })) >= MAX_BROWSERS)
      throw invalid('endpoint', `You are already notified in ${MAX_BROWSERS} browsers. Remove one that you no longer use.`);
    const at = new Date(now);
    const content = { name, settings: { host: new URL(endpoint).host }, rules: rulesOf(severities), updatedAt: at };
    const row = await tx.destination.upsert({
      where,
      create: { ...content, tenantId, kind: 'push', userId, endpointHash, createdBy: actor, createdAt: at },
      update: { ...content, sendAfter: at, failures: 0, failingSince: null },
    });
    await saveSecrets(tx, tenantId, row.id, { endpoint, ...keys });
    if (isNew) await audit(tx, { tenantId, actor, action: 'push.switched_on', target: name, after: { severities } });
    return viewOf(row);
  });
}

/**
 * Goes on notifying a browser whose push service has replaced its subscription
 * (https://w3c.github.io/push-api/#the-pushsubscriptionchange-event), for all clients for which it was notified. Nobody needs to be
 * signed in: the browser shows the authentication secret of the earlier subscription, which only it and this product know. Throws a
 * Problem with status 404 where nothing is notified by that subscription, and 422 that names an input that is wrong. `now` in epoch ms.
 */
export async function renewPushSubscription({ previous, endpoint, keys }: PushRenewalInput, now: number): Promise<void> {
  await assertUsable(endpoint, keys.p256dh);
  const endpointHash = sha256(endpoint);
  await asSystem(async (tx) => {
    const renewed: Destination[] = [];
    for (const row of await tx.destination.findMany({ where: { endpointHash: sha256(previous.endpoint) } })) {
      const { auth } = await readSecrets(tx, row.tenantId, row.id);
      if (sha256(String(auth)) === sha256(previous.auth)) renewed.push(row);
    }
    if (renewed.length === 0) throw notFound();
    for (const { id, tenantId } of renewed) {
      await tx.destination.deleteMany({ where: { tenantId, endpointHash, id: { not: id } } });
      const settings = { host: new URL(endpoint).host };
      const data = { endpointHash, settings, sendAfter: new Date(now), failures: 0, failingSince: null, updatedAt: new Date(now) };
      await tx.destination.update({ where: { id }, data });
      await saveSecrets(tx, tenantId, id, { endpoint, ...keys });
    }
  });
}

/** Changes of which severities a browser is notified. Throws a Problem with status 404 for one of somebody else. `now` in epoch ms. */
export async function changePushSubscription(
  tenantId: string,
  userId: string,
  id: string,
  severities: Severity[],
  now: number,
): Promise<PushSubscriptionView> {
  return inTenant(tenantId, async (tx) => {
    await find(tx, tenantId, id, userId);
    return viewOf(await tx.destination.update({ where: { id }, data: { rules: rulesOf(severities), updatedAt: new Date(now) } }));
  });
}

/** Stops to notify a browser. Throws a Problem with status 404 for one of somebody else. */
export async function removePushSubscription(tenantId: string, userId: string, id: string, actor: string): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const { name } = await find(tx, tenantId, id, userId);
    await tx.destination.delete({ where: { id } });
    await audit(tx, { tenantId, actor, action: 'push.switched_off', target: name });
  });
}

async function assertUsable(endpoint: string, publicKey: string): Promise<void> {
  if (!isPublicKey(publicKey))
    throw invalid('keys.p256dh', 'This is not a point on the curve P-256. Have the browser subscribe once more.');
  await checkReach('endpoint', endpoint);
}

/** Staff who visit a client are no members of it. */
async function assertMember(tx: Tx, tenantId: string, userId: string): Promise<void> {
  if (await tx.membership.findUnique({ where: { tenantId_userId: { tenantId, userId } } })) return;
  throw new Problem(403, 'no_member', 'Only members of the client can be notified of its incidents.');
}

/** Of the changes of an incident, a phone is told of those that ask for or end somebody's work. */
function rulesOf(severities: Severity[]) {
  return rulesInput.parse({ severities, updates: ['reopened', 'resolved'] });
}

function viewOf({ id, name, endpointHash, rules, createdAt, failingSince }: Destination): PushSubscriptionView {
  return { id, name, endpointHash: endpointHash ?? '', severities: rulesInput.parse(rules).severities, createdAt, failingSince };
}

/** Whether messages can be encrypted for this key: a text of the right length need not be a point on the curve. */
function isPublicKey(text: string): boolean {
  try {
    const own = createECDH('prime256v1');
    own.generateKeys();
    own.computeSecret(Buffer.from(text, 'base64url'));
    return true;
  } catch {
    return false;
  }
}
