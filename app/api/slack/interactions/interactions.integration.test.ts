import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiClock, limiters } from '#lib/api/index.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { getIncident } from '#lib/incidents/index.ts';
import { addDestination, CHANNELS, removeDestination, slackManifest } from '#lib/notifications/index.ts';
import { newDestinationInput } from '#lib/notifications/input.ts';
import { type FrozenClock, happen, newClient, openIncidents, runNotifier } from '#lib/notifications/testing/incidents.ts';
import { asSystem, asSystemSql } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { type Press, pressButton, type Received, type Receivers, startReceivers } from '#simulators/receivers/index.ts';
import { POST } from './route.ts';

const clock: FrozenClock = { now: Date.UTC(2026, 10, 23, 12) };
const SECRET = 'a'.repeat(32);
const MINUTE = 60_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let receivers: Receivers;

beforeAll(async () => {
  db = await freshDatabase();
  receivers = await startReceivers(() => clock.now);
  const declared = CHANNELS.map(({ settings }) => settings ?? {});
  env.provide(readEnv({ SLACK_API_URL: `${receivers.url}/api` }, () => 'the secret of the test, long enough for it', declared));
  apiClock.provide(() => clock.now);
  limiters.provide(memoryLimiter());
});
beforeEach(async () => {
  // What follows from a press is announced to its destination, too: not during the next test.
  await asSystem((tx) => tx.destination.deleteMany());
  receivers.taken.length = 0;
  receivers.refused.length = 0;
  clock.now += 60 * MINUTE;
});
afterAll(async () => {
  await receivers.close();
  await db.drop();
});

const json = ({ body }: Received) => JSON.parse(body);
const slackIdOf = (email: string) => ({ id: `U_${Buffer.from(email).toString('hex')}`, username: 'ada', name: 'ada' });

/** A client whose app in Slack was told of an incident: the message, and where it is changed. */
async function told(target: object = { appSecret: SECRET }) {
  const { tenantId, emails } = await newClient(clock.now);
  const input = { kind: 'slack', name: 'ops', token: 'xoxb-0123456789-secret', channel: 'C0123456789', ...target };
  const { destination } = await addDestination(tenantId, newDestinationInput.parse(input), 'test', clock.now);
  const [incidentId = ''] = await openIncidents(tenantId, 1, clock.now);
  await runNotifier(clock, clock.now + 20_000);
  const message = receivers.taken.find(({ body }) => body.includes(incidentId))!;
  receivers.taken.length = 0;
  const responseUrl = `${receivers.url}/actions/T1/${randomUUID()}`;
  const press = (action: string, more: object = {}) =>
    pressButton(message, action, { secret: SECRET, at: clock.now, responseUrl, ...more });
  const incident = () => getIncident(tenantId, incidentId);
  return { tenantId, emails, destination, incidentId, message, press, incident, responseUrl };
}

function send({ body, headers }: Press): Promise<Response> {
  return POST(new Request('http://127.0.0.1:3000/api/slack/interactions', { method: 'POST', body, headers }));
}

/** What Slack was told to show after a press. */
async function shownAfter(responseUrl: string) {
  const path = new URL(responseUrl).pathname;
  await expect.poll(() => receivers.taken.some((one) => one.path === path)).toBe(true);
  expect(receivers.refused.map(({ answer }) => answer)).toEqual([]);
  return json(receivers.taken.find((one) => one.path === path)!);
}
const buttonsOf = ({ blocks }: { blocks: { type: string; elements: { text: { text: string } }[] }[] }) =>
  blocks.flatMap(({ type, elements }) => (type === 'actions' ? elements.map(({ text }) => text.text) : []));

function withHeader(press: Press, name: string, value: string): Press {
  return { ...press, headers: { ...press.headers, [name]: value } };
}

describe('a button in Slack', () => {
  it('acknowledges the incident in the name of whoever pressed it, and the message then says so', async () => {
    const { press, incident, message, responseUrl } = await told();
    expect(buttonsOf(json(message))).toEqual(['Open incident', 'Acknowledge', 'Resolve']);
    expect((await send(press('acknowledge'))).status).toBe(200);
    expect(await incident()).toMatchObject({ acknowledgedBy: 'ada in Slack', acknowledgedAt: new Date(clock.now) });
    const shown = await shownAfter(responseUrl);
    expect(shown).toMatchObject({ replace_original: true, text: expect.stringContaining('Incident 1 in prod') });
    expect(JSON.stringify(shown.blocks)).toContain('Acknowledged by ada in Slack');
    expect(buttonsOf(shown)).toEqual(['Open incident', 'Resolve']);
  });

  it('resolves the incident; then only the way to it is left', async () => {
    const { press, incident, responseUrl } = await told();
    expect((await send(press('resolve'))).status).toBe(200);
    expect(await incident()).toMatchObject({ resolvedBy: 'ada in Slack', resolvedAt: new Date(clock.now), status: 'open' });
    expect(buttonsOf(await shownAfter(responseUrl))).toEqual(['Open incident']);
  });

  it('that only opens the incident changes nothing', async () => {
    const { press, incident } = await told();
    expect((await send(press('open'))).status).toBe(200);
    expect(await incident()).toMatchObject({ acknowledgedAt: null, resolvedAt: null });
    expect(receivers.taken).toEqual([]);
  });

  it('tells whoever pressed it, and nobody else, why it cannot be done', async () => {
    const { press, incident, incidentId, responseUrl } = await told();
    await happen(incidentId, 'closed', clock.now);
    expect((await send(press('acknowledge'))).status).toBe(200);
    const shown = await shownAfter(responseUrl);
    expect(shown).toMatchObject({ response_type: 'ephemeral', replace_original: false, text: expect.stringContaining('closed already') });
    expect((await incident()).acknowledgedAt).toBeNull();
  });

  it('does its work although the message cannot be changed', async () => {
    const { press, incident } = await told();
    expect((await send(press('acknowledge', { responseUrl: 'http://127.0.0.1:9/actions/x' }))).status).toBe(200);
    expect((await incident()).acknowledgedBy).toBe('ada in Slack');
  });

  it('does nothing for a client that is suspended', async () => {
    const { press, incident, tenantId, responseUrl } = await told();
    await asSystem((tx) => tx.tenant.update({ where: { id: tenantId }, data: { status: 'suspended' } }));
    expect((await send(press('acknowledge'))).status).toBe(200);
    expect((await shownAfter(responseUrl)).text).toContain('not active');
    expect((await incident()).acknowledgedAt).toBeNull();
  });
});

describe('who pressed', () => {
  const target = { appSecret: SECRET, mapMembers: true };

  it('is the member with the confirmed address that Slack knows, where the destination says so', async () => {
    const { press, incident, emails } = await told(target);
    await send(press('acknowledge', { user: slackIdOf(emails[0]!.toUpperCase()) }));
    expect((await incident()).acknowledgedBy).toBe(emails[0]);
  });

  it('is somebody in Slack where the address belongs to no member of this client, or is not known', async () => {
    const [other, { press, incident }] = [await newClient(clock.now), await told(target)];
    await send(press('acknowledge', { user: slackIdOf(other.emails[0]!) }));
    expect((await incident()).acknowledgedBy).toBe('ada in Slack');
    await send(press('resolve', { user: { id: 'U2', username: 'bob', name: 'bob' } }));
    expect((await incident()).resolvedBy).toBe('bob in Slack');
  });

  it('may do no more there than in the portal', async () => {
    const { press, incident, emails, tenantId, responseUrl } = await told(target);
    await asSystem((tx) => tx.membership.updateMany({ where: { tenantId }, data: { role: 'viewer' } }));
    await send(press('acknowledge', { user: slackIdOf(emails[0]!) }));
    expect((await shownAfter(responseUrl)).text).toContain('Your role is viewer');
    expect((await incident()).acknowledgedAt).toBeNull();
  });
});

describe('a request is refused, with one answer for all, and nothing is done', () => {
  const refused = async (press: Press) => {
    const response = await send(press);
    return [response.status, (await response.json()).code];
  };
  const BAD = [401, 'bad_signature'];

  it('when it comes again', async () => {
    const { press, incident, tenantId, incidentId } = await told();
    const first = press('acknowledge');
    await send(first);
    await asSystem((tx) =>
      tx.incident.update({ where: { id: incidentId, tenantId }, data: { acknowledgedAt: null, acknowledgedBy: null } }),
    );
    expect(await refused(first)).toEqual(BAD);
    expect((await incident()).acknowledgedAt).toBeNull();
  });

  it.each([
    ['was signed by another secret', (press: (a: string, more?: object) => Press) => press('acknowledge', { secret: 'b'.repeat(32) })],
    ['is older than five minutes', (press) => press('acknowledge', { at: clock.now - 5 * MINUTE - 1_000 })],
    ['comes from the future', (press) => press('acknowledge', { at: clock.now + 5 * MINUTE + 1_000 })],
    ['has another body than was signed', (press) => ({ ...press('acknowledge'), body: press('resolve').body })],
    ['has no signature', (press) => ({ ...press('acknowledge'), headers: {} })],
    ['has a time that is none', (press) => withHeader(press('acknowledge'), 'x-slack-request-timestamp', 'now')],
    ['has an older kind of signature', (press) => withHeader(press('acknowledge'), 'x-slack-signature', 'v1=00')],
    ['is no press of a button', (press) => ({ ...press('acknowledge'), body: 'payload=%7B%22type%22%3A%22view_submission%22%7D' })],
    ['is no form', (press) => ({ ...press('acknowledge'), body: '{}' })],
  ] as [string, (press: (action: string, more?: object) => Press) => Press][])('when it %s', async (_what, change) => {
    const { press, incident } = await told();
    expect(await refused(change(press))).toEqual(BAD);
    expect(await incident()).toMatchObject({ acknowledgedAt: null, resolvedAt: null });
  });

  it('when its destination does not exist any more', async () => {
    const { press, tenantId, destination } = await told();
    await removeDestination(tenantId, destination.id, 'test');
    expect(await refused(press('acknowledge'))).toEqual(BAD);
  });

  it('when it names a destination of another client, whose secret did not sign it', async () => {
    const victim = await told();
    const attacker = await told({ appSecret: 'c'.repeat(32) });
    const press = pressButton(victim.message, 'acknowledge', { secret: 'c'.repeat(32), at: clock.now, responseUrl: attacker.responseUrl });
    expect(await refused(press)).toEqual(BAD);
    expect((await victim.incident()).acknowledgedAt).toBeNull();
  });

  it('or done for the own client alone, where it names an incident of another one', async () => {
    const [victim, attacker] = [await told(), await told()];
    const body = attacker.message.body.replaceAll(attacker.incidentId, victim.incidentId);
    const at = { secret: SECRET, at: clock.now, responseUrl: attacker.responseUrl };
    expect((await send(pressButton({ ...attacker.message, body }, 'acknowledge', at))).status).toBe(200);
    expect((await shownAfter(attacker.responseUrl)).text).toContain('There is no such object here');
    expect((await victim.incident()).acknowledgedAt).toBeNull();
  });
});

describe('buttons that act', () => {
  it('are only under messages of an app whose signing secret is known; others lead to the portal', async () => {
    const { message } = await told({});
    expect(message.body).toContain('?do=acknowledge');
    expect(message.body).not.toContain('action_id');
  });

  it('need the token of the app, and mapping to members needs the signing secret: the error names the field', async () => {
    const { tenantId } = await newClient(clock.now);
    const add = (target: object) =>
      addDestination(tenantId, newDestinationInput.parse({ kind: 'slack', name: 'x', ...target }), 'test', clock.now);
    const webhook = { url: `${receivers.url}/services/T1/B1/secret` };
    const app = { token: 'xoxb-0123456789-secret', channel: 'C0123456789' };
    await expect(add({ ...webhook, appSecret: SECRET })).rejects.toMatchObject({ invalidParams: [{ name: 'appSecret' }] });
    await expect(add({ ...app, mapMembers: true })).rejects.toMatchObject({ invalidParams: [{ name: 'mapMembers' }] });
    expect(newDestinationInput.safeParse({ kind: 'slack', name: 'x', ...app, appSecret: 'short' }).success).toBe(false);
  });

  it('have a secret that is stored encrypted and shown to nobody', async () => {
    const { destination } = await told();
    expect(destination.settings).toMatchObject({ hasButtons: true, ending: 'cret' });
    expect(JSON.stringify(destination)).not.toContain(SECRET);
    const { rows } = await asSystemSql(db.pool, (sql) =>
      sql.query<{ all: string }>(
        'SELECT (SELECT string_agg(c::text, $1) FROM credentials c) || (SELECT string_agg(d::text, $1) FROM destinations d) AS all',
        [' '],
      ),
    );
    expect(rows[0]?.all).not.toContain(SECRET);
  });

  it('are announced by the manifest of the app where Slack can reach the installation, which takes https', () => {
    expect(slackManifest().settings).not.toHaveProperty('interactivity');
    const before = env.use();
    env.provide({ ...before, publicUrl: 'https://rca.example.com' });
    expect(slackManifest().settings).toMatchObject({
      interactivity: { is_enabled: true, request_url: 'https://rca.example.com/api/slack/interactions' },
    });
    env.provide(before);
  });
});
