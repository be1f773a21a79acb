import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { switchFeatureOf } from '#lib/features/index.ts';
import { type Mail, mailPort } from '#lib/mail/index.ts';
import { removeMember } from '#lib/members/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { sha256 } from '#lib/platform/secrets.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { type Browser, type Receivers, startReceivers } from '#simulators/receivers/index.ts';
import {
  addPushSubscription,
  changePushSubscription,
  destinationExists,
  getDestination,
  listDestinations,
  listPushSubscriptions,
  pushPublicKey,
  removePushSubscription,
  renewPushSubscription,
  sendTest,
} from './index.ts';
import { type PushSubscriptionInput, pushRenewalInput, pushSubscriptionInput } from './push-input.ts';
import { crash, type FrozenClock, happen, newClient, openIncidents, runNotifier } from './testing/incidents.ts';

// Before the day of this test: web-push itself refuses signatures that are valid for more than a day from now on.
const START = Date.UTC(2026, 0, 5, 12);
const SECOND = 1_000;
const DAY = 86_400_000;
const clock: FrozenClock = { now: START };
const mails: Mail[] = [];
let db: Awaited<ReturnType<typeof freshDatabase>>;
let receivers: Receivers;

beforeAll(async () => {
  db = await freshDatabase();
  receivers = await startReceivers(() => clock.now);
  mailPort.provide({ kind: 'outbox', send: async (mail) => void mails.push(mail) });
});
beforeEach(() => {
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  receivers.instead = undefined;
  receivers.refused.length = 0;
  mails.length = 0;
  clock.now += DAY;
});
afterAll(async () => {
  await receivers.close();
  await db.drop();
});

/** A client with members, and the ids of these. */
async function newTeam(members = 1): Promise<{ tenantId: string; userIds: string[] }> {
  const { tenantId, emails } = await newClient(clock.now, members);
  const users = await asSystem((tx) => tx.user.findMany({ where: { email: { in: emails } }, orderBy: { email: 'asc' } }));
  return { tenantId, userIds: users.map(({ id }) => id) };
}

const inputOf = ({ endpoint, keys }: Browser, more: object = {}): PushSubscriptionInput =>
  pushSubscriptionInput.parse({ endpoint, keys, name: 'Firefox on Android', severities: ['critical', 'major'], ...more });

/** A browser of a member, which is notified of the client's incidents. */
async function newBrowser(tenantId: string, userId: string, more: object = {}) {
  const browser = receivers.subscribe(await pushPublicKey());
  const { id } = await addPushSubscription(tenantId, userId, inputOf(browser, more), 'jo', clock.now);
  return { browser, id };
}

const titles = ({ messages }: Browser) => messages.map(({ data }) => data.title);
const secretsOf = (tenantId: string) =>
  asSystem((tx) => tx.credential.count({ where: { tenantId, name: { startsWith: 'destination-' } } }));

describe('an incident in a browser', () => {
  it('is shown with title, severity and place, opens its page, and is replaced when it is resolved or opens again', async () => {
    const { tenantId, userIds } = await newTeam();
    const { browser } = await newBrowser(tenantId, userIds[0]!);
    const [incident = ''] = await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    for (const kind of ['rediagnosed', 'acknowledged', 'closed', 'reopened'] as const) {
      await happen(incident, kind, clock.now);
      await runNotifier(clock, clock.now + 5 * SECOND);
    }
    expect(receivers.refused).toEqual([]);
    expect(titles(browser)).toEqual([
      'Major: Container of cart crashes',
      'Resolved, major: Container of cart crashes',
      'Opened again, major: Container of cart crashes',
    ]);
    expect(browser.messages[0]).toMatchObject({
      data: { body: 'Cluster prod, namespace shop', tag: `incident-${incident}`, path: `/incidents/${incident}`, silent: false },
      urgency: 'high',
    });
    expect(browser.messages[1]).toMatchObject({ data: { silent: true }, urgency: 'normal' });
    expect(new Set(browser.messages.map(({ data }) => data.tag)).size).toBe(1);
    expect(new Set(browser.messages.map(({ topic }) => topic))).toEqual(new Set([incident.replaceAll('-', '')]));
    const history = await inTenant(tenantId, (tx) => tx.incidentHistory.findMany({ where: { incidentId: incident } }));
    expect(history.filter(({ kind }) => kind.startsWith('notified_'))).toEqual([]);
  });

  it('is shown of the severities that its person chose, and only of those', async () => {
    const { tenantId, userIds } = await newTeam();
    const critical = await newBrowser(tenantId, userIds[0]!, { severities: ['critical'] });
    const all = await newBrowser(tenantId, userIds[0]!, { severities: ['minor', 'major', 'critical'] });
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    expect([critical, all].map(({ browser }) => browser.messages.length)).toEqual([0, 1]);
    await changePushSubscription(tenantId, userIds[0]!, critical.id, ['major'], clock.now);
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    expect([critical, all].map(({ browser }) => browser.messages.length)).toEqual([1, 2]);
  });

  it('fits into a message of a push service, whatever its names are', async () => {
    const { tenantId, userIds } = await newTeam();
    const { browser } = await newBrowser(tenantId, userIds[0]!);
    const long = '💥'.repeat(3_000);
    const object = { kind: 'Deployment', namespace: long, name: 'cart' };
    await openIncidents(tenantId, 1, clock.now, { ...crash, causes: [{ ...crash.causes[0]!, title: long, object }] });
    await runNotifier(clock, clock.now + 20 * SECOND);
    expect(receivers.refused).toEqual([]);
    expect(browser.messages).toHaveLength(1);
  });

  it('is signed for the push service as the settings say who may be asked', async () => {
    env.provide(readEnv({ CONTACT_EMAIL: 'ops@provider.example' }, () => 'the secret of the test, long enough for it'));
    const { tenantId, userIds } = await newTeam();
    const { id } = await newBrowser(tenantId, userIds[0]!);
    expect(await sendTest(tenantId, id, 'jo', clock.now, userIds[0])).toEqual({ ok: true, answer: 'Status 201' });
    const token = /t=([\w.-]+)/.exec(String(receivers.taken.at(-1)?.headers.authorization))?.[1]?.split('.')[1];
    expect(JSON.parse(Buffer.from(token ?? '', 'base64url').toString())).toMatchObject({ sub: 'mailto:ops@provider.example' });
  });
});

describe('a subscription that is over', () => {
  it('is forgotten with its secrets when the push service says so, and nobody gets a mail', async () => {
    const { tenantId, userIds } = await newTeam();
    const { browser } = await newBrowser(tenantId, userIds[0]!);
    browser.unsubscribe();
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    expect(await listPushSubscriptions(tenantId, userIds[0]!)).toEqual([]);
    expect(await secretsOf(tenantId)).toBe(0);
    expect(mails).toEqual([]);
  });

  it('is forgotten by a test message as well, which says what was answered', async () => {
    const { tenantId, userIds } = await newTeam();
    const { id } = await newBrowser(tenantId, userIds[0]!);
    receivers.instead = { status: 404, body: 'unknown' };
    expect(await sendTest(tenantId, id, 'jo', clock.now, userIds[0])).toEqual({ ok: false, answer: 'Status 404: unknown' });
    expect(await listPushSubscriptions(tenantId, userIds[0]!)).toEqual([]);
  });

  it('stays while its push service is only away, and the message arrives afterwards', async () => {
    const { tenantId, userIds } = await newTeam();
    const { browser } = await newBrowser(tenantId, userIds[0]!);
    receivers.instead = { status: 503, body: '' };
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    expect(await listPushSubscriptions(tenantId, userIds[0]!)).toMatchObject([{ failingSince: expect.any(Date) }]);
    receivers.instead = undefined;
    await runNotifier(clock, clock.now + 60 * SECOND);
    expect(browser.messages).toHaveLength(1);
    expect(await listPushSubscriptions(tenantId, userIds[0]!)).toMatchObject([{ failingSince: null }]);
  });

  it('ends with the membership, secrets and all, and other members are notified as before', async () => {
    const { tenantId, userIds } = await newTeam(2);
    const [leaving, staying] = [await newBrowser(tenantId, userIds[0]!), await newBrowser(tenantId, userIds[1]!)];
    await removeMember(tenantId, userIds[0]!, { userId: userIds[1]!, email: 'x', role: 'owner' });
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    expect([leaving, staying].map(({ browser }) => browser.messages.length)).toEqual([0, 1]);
    expect(await secretsOf(tenantId)).toBe(1);
  });

  it('ends when its person switches it off', async () => {
    const { tenantId, userIds } = await newTeam();
    const { id, browser } = await newBrowser(tenantId, userIds[0]!);
    await removePushSubscription(tenantId, userIds[0]!, id, 'jo');
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    expect(browser.messages).toEqual([]);
    expect(await secretsOf(tenantId)).toBe(0);
  });
});

describe('a browser', () => {
  it('is one subscription of its person, however often it is switched on', async () => {
    const { tenantId, userIds } = await newTeam();
    const { browser, id } = await newBrowser(tenantId, userIds[0]!);
    const again = await addPushSubscription(tenantId, userIds[0]!, inputOf(browser, { severities: ['minor'] }), 'jo', clock.now);
    expect(again.id).toBe(id);
    expect(await listPushSubscriptions(tenantId, userIds[0]!)).toMatchObject([{ severities: ['minor'] }]);
  });

  it('can be notified by several clients of its person, and by none of whoever used it before', async () => {
    const [own, second] = [await newTeam(2), await newTeam()];
    const [before = '', after = ''] = own.userIds;
    await asSystem((tx) => tx.membership.create({ data: { tenantId: second.tenantId, userId: before, role: 'viewer' } }));
    const { browser } = await newBrowser(own.tenantId, before);
    await addPushSubscription(second.tenantId, before, inputOf(browser), 'jo', clock.now);
    expect(await listPushSubscriptions(own.tenantId, before)).toHaveLength(1);
    expect(await listPushSubscriptions(second.tenantId, before)).toHaveLength(1);
    await addPushSubscription(own.tenantId, after, inputOf(browser), 'ann', clock.now);
    expect(await listPushSubscriptions(own.tenantId, before)).toEqual([]);
    expect(await listPushSubscriptions(second.tenantId, before)).toEqual([]);
    expect(await listPushSubscriptions(own.tenantId, after)).toHaveLength(1);
  });

  it('is refused with keys for which nothing can be encrypted, where nothing may be reached, and beyond the tenth', async () => {
    const { tenantId, userIds } = await newTeam();
    const [userId = ''] = userIds;
    const browser = receivers.subscribe(await pushPublicKey());
    const keys = { ...browser.keys, p256dh: `B${'A'.repeat(86)}` };
    const add = (more: object = {}) => addPushSubscription(tenantId, userId, inputOf(browser, more), 'jo', clock.now);
    await expect(add({ keys })).rejects.toMatchObject({ status: 422, invalidParams: [{ name: 'keys.p256dh' }] });
    for (let n = 0; n < 10; n++) await newBrowser(tenantId, userId);
    await expect(add()).rejects.toMatchObject({ status: 422, invalidParams: [{ name: 'endpoint' }] });
    env.provide(readEnv({ HOST: '0.0.0.0', PUBLIC_URL: 'https://rca.example' }, () => 'the secret of the test, long enough for it'));
    await expect(add({ endpoint: 'https://10.0.0.1/push' })).rejects.toMatchObject({ status: 422, invalidParams: [{ name: 'endpoint' }] });
  });

  it('whose push service replaced its subscription is notified under the new one, by every client', async () => {
    const [own, second] = [await newTeam(), await newTeam()];
    const [userId = ''] = own.userIds;
    await asSystem((tx) => tx.membership.create({ data: { tenantId: second.tenantId, userId, role: 'viewer' } }));
    const { browser: earlier } = await newBrowser(own.tenantId, userId, { severities: ['major'] });
    await addPushSubscription(second.tenantId, userId, inputOf(earlier), 'jo', clock.now);
    const later = receivers.subscribe(await pushPublicKey());
    // It was switched on again by hand for one of them before the browser said so.
    await addPushSubscription(second.tenantId, userId, inputOf(later), 'jo', clock.now);
    const renewal = { endpoint: later.endpoint, keys: later.keys, previous: { endpoint: earlier.endpoint, auth: earlier.keys.auth } };
    await renewPushSubscription(pushRenewalInput.parse(renewal), clock.now);
    for (const tenantId of [own.tenantId, second.tenantId]) await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    expect([earlier.messages.length, later.messages.length]).toEqual([0, 2]);
    expect(await listPushSubscriptions(own.tenantId, userId)).toMatchObject([{ severities: ['major'] }]);
    expect([await secretsOf(own.tenantId), await secretsOf(second.tenantId)]).toEqual([1, 1]);
  });

  it('is not replaced by somebody who does not know its secret, or offers one that cannot be used', async () => {
    const { tenantId, userIds } = await newTeam();
    const { browser: own } = await newBrowser(tenantId, userIds[0]!);
    const { endpoint, keys } = receivers.subscribe(await pushPublicKey());
    const renew = (more: object) =>
      renewPushSubscription({ endpoint, keys, previous: { endpoint: own.endpoint, auth: own.keys.auth }, ...more }, clock.now);
    for (const previous of [
      { endpoint: own.endpoint, auth: keys.auth },
      { endpoint, auth: own.keys.auth },
    ])
      await expect(renew({ previous })).rejects.toMatchObject({ status: 404 });
    const bad = { ...keys, p256dh: `B${'A'.repeat(86)}` };
    await expect(renew({ keys: bad })).rejects.toMatchObject({ status: 422, invalidParams: [{ name: 'keys.p256dh' }] });
    env.provide(readEnv({ HOST: '0.0.0.0', PUBLIC_URL: 'https://rca.example' }, () => 'the secret of the test, long enough for it'));
    const inside = { endpoint: 'https://10.0.0.1/push' };
    await expect(renew(inside)).rejects.toMatchObject({ status: 422, invalidParams: [{ name: 'endpoint' }] });
    expect(await listPushSubscriptions(tenantId, userIds[0]!)).toMatchObject([{ endpointHash: sha256(own.endpoint) }]);
  });

  it('of somebody who is no member, such as staff who visit, is refused', async () => {
    const { tenantId } = await newTeam();
    const stranger = await asSystem((tx) => tx.user.create({ data: { email: `${tenantId}@staff.example`, name: 'staff', isStaff: true } }));
    const browser = receivers.subscribe(await pushPublicKey());
    const added = addPushSubscription(tenantId, stranger.id, inputOf(browser), 'staff', clock.now);
    await expect(added).rejects.toMatchObject({ status: 403, code: 'no_member' });
  });

  it('is nobody else’s: no other client, member or administrator of destinations sees, changes, tries or removes it', async () => {
    const [own, foreign] = [await newTeam(2), await newTeam()];
    const [userId = '', colleague = ''] = own.userIds;
    const { id } = await newBrowser(own.tenantId, userId);
    for (const [tenantId, other] of [
      [own.tenantId, colleague],
      [foreign.tenantId, foreign.userIds[0] ?? ''],
      [foreign.tenantId, userId],
    ] as const) {
      expect(await listPushSubscriptions(tenantId, other)).toEqual([]);
      await expect(changePushSubscription(tenantId, other, id, ['minor'], clock.now)).rejects.toMatchObject({ status: 404 });
      await expect(removePushSubscription(tenantId, other, id, 'eve')).rejects.toMatchObject({ status: 404 });
      await expect(sendTest(tenantId, id, 'eve', clock.now, other)).rejects.toMatchObject({ status: 404 });
    }
    expect(await listDestinations(own.tenantId)).toEqual([]);
    expect(await destinationExists(own.tenantId, id)).toBe(false);
    await expect(getDestination(own.tenantId, id)).rejects.toMatchObject({ status: 404 });
    await expect(sendTest(own.tenantId, id, 'eve', clock.now)).rejects.toMatchObject({ status: 404 });
  });
});

it('a client for whom push notifications are switched off gets none, and nobody there can switch them on or try them', async () => {
  const { tenantId, userIds } = await newTeam();
  const [userId = ''] = userIds;
  const { browser, id } = await newBrowser(tenantId, userId);
  await switchFeatureOf(tenantId, 'web-push', false, 'staff', clock.now);
  const off = { status: 403, code: 'feature_off' };
  await expect(addPushSubscription(tenantId, userId, inputOf(browser), 'jo', clock.now)).rejects.toMatchObject(off);
  await expect(sendTest(tenantId, id, 'jo', clock.now, userId)).rejects.toMatchObject(off);
  await openIncidents(tenantId, 1, clock.now);
  await runNotifier(clock, clock.now + 20 * SECOND);
  expect(browser.messages).toEqual([]);
  await switchFeatureOf(tenantId, 'web-push', null, 'staff', clock.now);
  await openIncidents(tenantId, 1, clock.now);
  await runNotifier(clock, clock.now + 20 * SECOND);
  expect(browser.messages).toHaveLength(1);
});
