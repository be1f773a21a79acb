import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listClusters, registerClusters, renameCluster } from '#lib/clusters/index.ts';
import { type Mail, mailPort, noMail } from '#lib/mail/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { type Received, type Receivers, startReceivers } from '#simulators/receivers/index.ts';
import {
  addDestination,
  announce,
  CHANNELS,
  changeDestination,
  deliveryStates,
  forgetOldDeliveries,
  getDestination,
  listDeliveries,
  removeDestination,
  replayDelivery,
  rotateSigningSecret,
  sendTest,
} from './index.ts';
import { newDestinationInput } from './input.ts';
import { crash, type FrozenClock, happen, newClient, openIncidents, runNotifier } from './testing/incidents.ts';

const START = Date.UTC(2026, 10, 23, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const clock: FrozenClock = { now: START };
const mails: Mail[] = [];
let db: Awaited<ReturnType<typeof freshDatabase>>;
let receivers: Receivers;

beforeAll(async () => {
  db = await freshDatabase();
  receivers = await startReceivers(() => clock.now);
  const servers = { SLACK_API_URL: `${receivers.url}/api`, PAGERDUTY_EVENTS_URL: receivers.url };
  const declared = CHANNELS.map(({ settings }) => settings ?? {});
  env.provide(readEnv(servers, () => 'the secret of the test, long enough for it', declared));
});
beforeEach(() => {
  mailPort.provide({ kind: 'outbox', send: async (mail) => void mails.push(mail) });
  receivers.instead = undefined;
  receivers.taken.length = 0;
  receivers.refused.length = 0;
  mails.length = 0;
  // Every test has its own days, so that rates of one do not count for the next.
  clock.now = Math.ceil((clock.now + 10 * DAY) / DAY) * DAY + 12 * 60 * MINUTE;
});
afterAll(async () => {
  await receivers.close();
  await db.drop();
});

const routingKey = 'R'.repeat(32);
const targets = {
  mail: { to: 'members' },
  slack: () => ({ url: `${receivers.url}/services/T1/B1/secret` }),
  slackApp: { token: 'xoxb-0123456789-secret', channel: 'C0123456789' },
  pagerduty: { region: 'us', routingKey },
  teams: () => ({ url: `${receivers.url}/workflows/secret` }),
  webhook: () => ({ url: `${receivers.url}/hooks/mine` }),
};

async function add(tenantId: string, kind: string, target: object, rules: object = {}) {
  const input = newDestinationInput.parse({ kind, name: `my ${kind}`, rules, ...target });
  const { destination, signingSecret } = await addDestination(tenantId, input, 'test', clock.now);
  if (signingSecret) receivers.secrets.push(signingSecret);
  return { ...destination, signingSecret };
}

const json = ({ body }: Received) => JSON.parse(body);
const log = async (tenantId: string, id: string) =>
  (await listDeliveries(tenantId, id, 200)).map(({ event, state }) => `${event} ${state}`).reverse();
const refusals = () => receivers.refused.map(({ path, answer }) => ({ path, answer }));

describe('how the messages of all clients stand', () => {
  const stateOf = async (kind: string) => (await deliveryStates(clock.now)).find(({ channel }) => channel === kind);
  const attempts = async (channel: string, outcome: string) =>
    (await metrics().deliveries.get()).values.find(({ labels }) => labels.channel === channel && labels.outcome === outcome)?.value ?? 0;

  beforeEach(() => asSystem(async (tx) => void (await tx.destination.deleteMany())));

  it('tells of each channel what waits, and for how long although its destination takes messages', async () => {
    const { tenantId } = await newClient(clock.now);
    await add(tenantId, 'teams', targets.teams());
    await openIncidents(tenantId, 1, clock.now);
    while ((await announce(clock.now)) > 0);
    expect(await stateOf('teams')).toEqual({ channel: 'teams', waiting: 0, oldestMs: 0, failingDestinations: 0 });
    clock.now += 20 * MINUTE;
    expect(await stateOf('teams')).toMatchObject({ waiting: 1, oldestMs: 20 * MINUTE - 15 * SECOND, failingDestinations: 0 });
    await runNotifier(clock, clock.now);
    expect(await stateOf('teams')).toMatchObject({ waiting: 0, oldestMs: 0 });
  });

  it('counts attempts by what came of them; what a destination refuses for now waits without being late', async () => {
    const { tenantId } = await newClient(clock.now);
    await add(tenantId, 'slack', targets.slack());
    const before = [await attempts('slack', 'sent'), await attempts('slack', 'retried'), await attempts('slack', 'failed')];
    await openIncidents(tenantId, 1, clock.now);
    receivers.instead = { status: 503, body: '' };
    await runNotifier(clock, clock.now + 16 * SECOND);
    expect(await stateOf('slack')).toMatchObject({ waiting: 1, oldestMs: 0, failingDestinations: 1 });
    receivers.instead = undefined;
    await runNotifier(clock, clock.now + MINUTE);
    expect(await stateOf('slack')).toMatchObject({ waiting: 0, failingDestinations: 0 });
    await openIncidents(tenantId, 1, clock.now);
    receivers.instead = { status: 400, body: 'invalid_blocks' };
    await runNotifier(clock, clock.now + 16 * SECOND);
    const after = [await attempts('slack', 'sent'), await attempts('slack', 'retried'), await attempts('slack', 'failed')];
    expect(after.map((value, i) => value - before[i]!)).toEqual([1, 1, 1]);
  });
});

describe('an incident over its life', () => {
  /** Opened, another cause, acknowledged, resolved, opened again. */
  async function live(tenantId: string): Promise<string> {
    const [id = ''] = await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    for (const [kind, title] of [
      ['rediagnosed', 'Image of cart <!channel> is missing'],
      ['acknowledged'],
      ['closed'],
      ['reopened'],
    ] as const) {
      await happen(id, kind, clock.now, title);
      await runNotifier(clock, clock.now + 5 * SECOND);
    }
    return id;
  }

  it('is told to Slack by incoming webhook, a message for each event, and no name of the cluster can call the channel', async () => {
    const { tenantId } = await newClient(clock.now);
    await add(tenantId, 'slack', targets.slack());
    await live(tenantId);
    expect(refusals()).toEqual([]);
    const texts = receivers.taken.map((one) => json(one).text);
    expect(texts.map((text) => text.split(':')[0])).toEqual([
      'Incident 1 in prod',
      'Cause changed',
      'Acknowledged',
      'Resolved',
      'Opened again',
    ]);
    expect(receivers.taken.map(({ body }) => body).join()).not.toContain('<!channel>');
    expect(receivers.taken[0]?.body).toMatch(/incidents\/[0-9a-f-]{36}\?do=acknowledge/);
  });

  it('is one thread of Slack where the app is installed; its end is shown in the channel too', async () => {
    const { tenantId } = await newClient(clock.now);
    await add(tenantId, 'slack', targets.slackApp);
    await live(tenantId);
    expect(refusals()).toEqual([]);
    const [first, ...updates] = receivers.taken.map(json);
    expect(first.thread_ts).toBeUndefined();
    expect(new Set(updates.map(({ thread_ts }) => thread_ts)).size).toBe(1);
    expect(updates.map(({ reply_broadcast }) => reply_broadcast)).toEqual([undefined, undefined, true, undefined]);
  });

  it('is one alert of PagerDuty: triggered, acknowledged and resolved under one key', async () => {
    const { tenantId } = await newClient(clock.now);
    await add(tenantId, 'pagerduty', targets.pagerduty);
    const id = await live(tenantId);
    expect(refusals()).toEqual([]);
    const events = receivers.taken.map(json);
    expect(events.map(({ event_action }) => event_action)).toEqual(['trigger', 'trigger', 'acknowledge', 'resolve', 'trigger']);
    expect(new Set(events.map(({ dedup_key }) => dedup_key))).toEqual(new Set([`kg-rca-incident-${id}`]));
    expect(events[0].payload).toMatchObject({ severity: 'error', source: 'prod', component: 'Deployment/shop/cart', class: 'app.crash' });
  });

  it('is told to Teams as Adaptive Cards', async () => {
    const { tenantId } = await newClient(clock.now);
    await add(tenantId, 'teams', targets.teams());
    await live(tenantId);
    expect(refusals()).toEqual([]);
    expect(receivers.taken.map((one) => json(one).attachments[0].content.body[0].text.split(':')[0])).toEqual([
      'Incident 1 in prod',
      'Cause changed',
      'Acknowledged',
      'Resolved',
      'Opened again',
    ]);
  });

  it('is told to a webhook as signed CloudEvents, each with an id of its own', async () => {
    const { tenantId } = await newClient(clock.now);
    await add(tenantId, 'webhook', targets.webhook());
    const id = await live(tenantId);
    expect(refusals()).toEqual([]);
    const events = receivers.taken.map(json);
    expect(events.map(({ type }) => type)).toEqual(
      ['opened', 'cause_changed', 'acknowledged', 'resolved', 'reopened'].map((event) => `kg-rca.incident.${event}.v1`),
    );
    expect(new Set(events.map((event) => event.id)).size).toBe(5);
    expect(events[0]).toMatchObject({ subject: id, data: { incident: { number: 1, namespaces: ['shop'], severity: 'major' } } });
  });

  it('is told by mail to each member, once settled, without header, paragraph or link of a name in the cluster', async () => {
    const { tenantId, emails } = await newClient(clock.now, 2);
    await add(tenantId, 'mail', targets.mail);
    const title = 'Container crashes: Pod a\r\nBcc: x@evil.example\n\nhttps://evil.example/login';
    const began = clock.now;
    const [id = ''] = await openIncidents(tenantId, 1, clock.now, { ...crash, causes: [{ ...crash.causes[0]!, title }] });
    await runNotifier(clock, began + 14 * SECOND);
    expect(mails).toEqual([]);
    await runNotifier(clock, began + 20 * SECOND);
    expect(mails.map(({ to }) => to).sort()).toEqual([...emails].sort());
    expect(mails[0]?.subject).not.toMatch(/[\r\n]|@e|l\.e|s:\/\/e/);
    expect(mails[0]?.text).not.toMatch(/https:\/\/evil|x@evil|evil\.example/);
    expect(mails[0]?.text).toContain(`/incidents/${id}`);
    const history = await inTenant(tenantId, (tx) => tx.incidentHistory.findMany({ where: { incidentId: id, kind: 'notified_mail' } }));
    expect(history.map(({ text }) => text)).toEqual(['Notified 2 people by mail (my mail)']);
  });

  it('of a renamed cluster says its new name, and is chosen by either name', async () => {
    const { tenantId } = await newClient(clock.now);
    await registerClusters({ id: tenantId, limits: PLANS.pro }, new Set(['prod']));
    const [{ id = '' } = {}] = await listClusters(tenantId, clock.now);
    await renameCluster(tenantId, id, 'Production', 'test');
    await add(tenantId, 'webhook', targets.webhook(), { clusters: ['Production'] });
    await add(tenantId, 'teams', targets.teams(), { clusters: ['prod'] });
    await add(tenantId, 'slack', targets.slack(), { clusters: ['staging'] });
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    const told = Object.fromEntries(receivers.taken.map((one) => [one.path.split('/')[1], json(one)]));
    expect(Object.keys(told).sort()).toEqual(['hooks', 'workflows']);
    expect(told.hooks.data.incident).toMatchObject({ cluster: 'prod', clusterName: 'Production' });
    expect(JSON.stringify(told.workflows)).toContain('in Production: ');
  });

  it('that closes before anybody was told is told to nobody', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'webhook', targets.webhook());
    const [incident = ''] = await openIncidents(tenantId, 1, clock.now);
    await happen(incident, 'closed', clock.now + 5 * SECOND);
    await runNotifier(clock, clock.now + 30 * SECOND);
    expect(receivers.taken).toEqual([]);
    expect(await log(tenantId, id)).toEqual(['opened superseded', 'resolved superseded']);
  });
});

it('every client begins with a mail to all its members when an incident opens', async () => {
  const tenantId = 'begins-with-mail';
  await asSystem((tx) => tx.tenant.create({ data: { id: tenantId, name: tenantId, plan: 'pro' } }));
  const rows = await inTenant(tenantId, (tx) => tx.destination.findMany());
  expect(rows).toMatchObject([{ kind: 'mail', name: 'All members', settings: { to: 'members' }, state: 'active' }]);
});

describe('a thousand incidents in a minute', () => {
  it('reach each destination once, in order, within its rate', { timeout: 300_000 }, async () => {
    const { tenantId } = await newClient(clock.now);
    const slack = await add(tenantId, 'slack', targets.slack());
    const pager = await add(tenantId, 'pagerduty', targets.pagerduty);
    const hook = await add(tenantId, 'webhook', targets.webhook());
    for (let i = 0; i < 10; i++) await openIncidents(tenantId, 100, clock.now + i * 6 * SECOND);
    await runNotifier(clock, clock.now + 1_080 * SECOND);
    expect(refusals()).toEqual([]);
    const numbers = (path: string, of: (body: never) => string) =>
      receivers.taken.filter((one) => one.path === path).map((one) => Number(/Incident (\d+) /.exec(of(json(one) as never))?.[1]));
    const all = Array.from({ length: 1_000 }, (_, i) => i + 1);
    expect(numbers('/services/T1/B1/secret', ({ text }) => text)).toEqual(all);
    expect(numbers('/v2/enqueue', ({ payload: { summary } }) => summary)).toEqual(all);
    const hooks = receivers.taken.filter(({ path }) => path === '/hooks/mine').map((one) => json(one).data.incident.number);
    expect(hooks).toEqual(all);
    for (const { id } of [slack, pager, hook]) expect((await getDestination(tenantId, id)).waiting).toBe(0);
  });
});

describe('a destination that is away', () => {
  it('gets afterwards, in order, what still matters', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'webhook', targets.webhook());
    const [told = ''] = await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    receivers.instead = { status: 503, body: 'maintenance' };
    const [over = '', stays = ''] = await openIncidents(tenantId, 2, clock.now);
    await happen(told, 'rediagnosed', clock.now, 'A first cause');
    await runNotifier(clock, clock.now + 20 * MINUTE, 5 * SECOND);
    await happen(told, 'rediagnosed', clock.now, 'A second cause');
    await happen(over, 'closed', clock.now);
    await happen(stays, 'acknowledged', clock.now);
    await runNotifier(clock, clock.now + 40 * MINUTE, 5 * SECOND);
    expect(receivers.taken).toHaveLength(1);
    expect((await getDestination(tenantId, id)).failingSince).not.toBeNull();
    receivers.instead = undefined;
    await runNotifier(clock, clock.now + 10 * MINUTE, 5 * SECOND);
    expect(receivers.taken.map((one) => [json(one).data.incident.number, json(one).data.event]).slice(1)).toEqual([
      [3, 'opened'],
      [1, 'cause_changed'],
    ]);
    expect(json(receivers.taken.at(-1)!).data.incident.title).toBe('A second cause');
    expect(await getDestination(tenantId, id)).toMatchObject({ failingSince: null, waiting: 0 });
  });

  it('is asked again no sooner than it said', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'slack', targets.slack());
    receivers.instead = { status: 429, body: 'rate_limited', headers: { 'Retry-After': '120' } };
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    receivers.instead = undefined;
    await runNotifier(clock, clock.now + 110 * SECOND);
    expect(receivers.taken).toEqual([]);
    await runNotifier(clock, clock.now + 20 * SECOND);
    expect(receivers.taken).toHaveLength(1);
    expect(await listDeliveries(tenantId, id, 10)).toMatchObject([{ attempts: 2, state: 'sent', answer: 'ok' }]);
  });

  it.each([
    [410, 'webhook', targets.webhook],
    [404, 'slack', targets.slack],
  ] as const)('for good (%i of a %s) is disabled, which its owners get a mail about', async (status, kind, target) => {
    const { tenantId, emails } = await newClient(clock.now);
    const { id } = await add(tenantId, kind, target());
    receivers.instead = { status, body: 'no_service' };
    await openIncidents(tenantId, 3, clock.now);
    await runNotifier(clock, clock.now + MINUTE);
    expect(await getDestination(tenantId, id)).toMatchObject({
      state: 'disabled',
      waiting: 0,
      disabledReason: `Status ${status}: no_service`,
    });
    expect(mails.map(({ to }) => to)).toEqual(emails);
    expect(mails[0]?.text).toContain(`/integrations/${id}`);
    receivers.instead = undefined;
    await changeDestination(tenantId, id, { state: 'active' }, 'test', clock.now);
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + MINUTE);
    expect(receivers.taken).toHaveLength(1);
  });

  it('for three days is disabled', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'teams', targets.teams());
    receivers.instead = { status: 500, body: '' };
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 3 * DAY + 30 * MINUTE, 15 * MINUTE);
    expect(await getDestination(tenantId, id)).toMatchObject({ state: 'disabled' });
  });

  it('resolves at PagerDuty an alert that may have been triggered although no answer came', async () => {
    const { tenantId } = await newClient(clock.now);
    await add(tenantId, 'pagerduty', targets.pagerduty);
    const [id = ''] = await openIncidents(tenantId, 1, clock.now);
    receivers.instead = { status: 202, body: 'x'.repeat(300 * 1024) };
    await runNotifier(clock, clock.now + 16 * SECOND);
    receivers.instead = undefined;
    receivers.taken.length = 0;
    await happen(id, 'closed', clock.now);
    await runNotifier(clock, clock.now + MINUTE);
    expect(receivers.taken.map((one) => json(one).event_action)).toEqual(['resolve']);
  });
});

it('a message that is refused for itself fails alone, and the next one is sent', async () => {
  const { tenantId } = await newClient(clock.now);
  const { id } = await add(tenantId, 'webhook', targets.webhook());
  receivers.instead = { status: 422, body: 'not like this' };
  await openIncidents(tenantId, 1, clock.now);
  await runNotifier(clock, clock.now + 20 * SECOND);
  receivers.instead = undefined;
  await openIncidents(tenantId, 1, clock.now);
  await runNotifier(clock, clock.now + 20 * SECOND);
  expect(await log(tenantId, id)).toEqual(['opened failed', 'opened sent']);
  expect(await getDestination(tenantId, id)).toMatchObject({ state: 'active', failingSince: null });
});

describe('the rules of a destination', () => {
  it('choose incidents by cluster, namespace, severity and cause', async () => {
    const { tenantId } = await newClient(clock.now);
    const wants = { clusters: ['prod'], namespaces: ['shop', 'pay'], severities: ['major'], causes: ['app.*'] };
    await add(tenantId, 'webhook', { url: `${receivers.url}/hooks/all` }, wants);
    for (const [name, value] of [
      ['clusters', ['staging']],
      ['namespaces', ['pay']],
      ['severities', ['critical', 'minor']],
      ['causes', ['app.oom', 'image.*']],
    ])
      await add(tenantId, 'webhook', { url: `${receivers.url}/hooks/${name}` }, { ...wants, [String(name)]: value });
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    expect(receivers.taken.map(({ path }) => path)).toEqual(['/hooks/all']);
  });

  it('choose updates; one that was told of the beginning hears nothing else', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'webhook', targets.webhook(), { updates: ['reopened'] });
    const [incident = ''] = await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    for (const kind of ['acknowledged', 'closed', 'reopened'] as const) {
      await happen(incident, kind, clock.now);
      await runNotifier(clock, clock.now + 5 * SECOND);
    }
    expect(await log(tenantId, id)).toEqual(['opened sent', 'acknowledged superseded', 'resolved superseded', 'reopened sent']);
  });

  it('keep messages back in quiet hours, except critical ones', async () => {
    const { tenantId } = await newClient(clock.now);
    const quietHours = { from: '22:00', to: '07:30', timeZone: 'Asia/Kolkata', exceptCritical: true };
    await add(tenantId, 'webhook', targets.webhook(), { quietHours });
    // 18:00 in UTC is 23:30 in Kolkata; 07:30 there is 02:00 in UTC.
    clock.now += 6 * 60 * MINUTE;
    const node = { kind: 'Node', name: 'worker-1' };
    const symptoms = [{ object: node, what: 'NodeNotReady', message: 'it is not ready' }];
    await openIncidents(tenantId, 1, clock.now);
    await openIncidents(tenantId, 1, clock.now, { ...crash, symptoms });
    await runNotifier(clock, clock.now + 30 * SECOND);
    expect(receivers.taken.map((one) => json(one).data.incident.number)).toEqual([2]);
    clock.now += 8 * 60 * MINUTE - MINUTE;
    await runNotifier(clock, clock.now);
    expect(receivers.taken).toHaveLength(1);
    await runNotifier(clock, clock.now + 2 * MINUTE, 10 * SECOND);
    expect(receivers.taken.map((one) => json(one).data.incident.number)).toEqual([2, 1]);
  });

  it('keep a snoozed incident quiet until its time is over', async () => {
    const { tenantId } = await newClient(clock.now);
    await add(tenantId, 'webhook', targets.webhook());
    const [id = ''] = await openIncidents(tenantId, 1, clock.now);
    await asSystem((tx) => tx.incident.update({ where: { id }, data: { snoozedUntil: new Date(clock.now + 10 * MINUTE) } }));
    await runNotifier(clock, clock.now + 9 * MINUTE, 30 * SECOND);
    expect(receivers.taken).toEqual([]);
    await runNotifier(clock, clock.now + 2 * MINUTE, 30 * SECOND);
    expect(receivers.taken).toHaveLength(1);
  });

  it.each([
    ['slack', targets.slack, (one: Received) => json(one).text],
    ['teams', targets.teams, (one: Received) => json(one).attachments[0].content.body[0].text],
  ] as const)('collect the messages of some minutes into one for %s, however many they are', async (kind, target, textOf) => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, kind, target(), { digestMinutes: 10 });
    await openIncidents(tenantId, 30, clock.now);
    await runNotifier(clock, clock.now + 5 * MINUTE, 10 * SECOND);
    const [over = ''] = await openIncidents(tenantId, 20, clock.now);
    await happen(over, 'closed', clock.now + MINUTE);
    await runNotifier(clock, clock.now + 6 * MINUTE, 10 * SECOND);
    expect(refusals()).toEqual([]);
    expect(receivers.taken.map(textOf)).toEqual(['49 updates on incidents']);
    expect((await log(tenantId, id)).filter((line) => line === 'opened sent')).toHaveLength(49);
  });

  it('escalate only what nobody has acknowledged in time', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'pagerduty', targets.pagerduty, { escalateAfterMinutes: 15 });
    const [seen = '', missed = ''] = await openIncidents(tenantId, 2, clock.now);
    await happen(seen, 'acknowledged', clock.now + MINUTE);
    await runNotifier(clock, clock.now + 14 * MINUTE, 10 * SECOND);
    expect(receivers.taken).toEqual([]);
    await runNotifier(clock, clock.now + 2 * MINUTE, 10 * SECOND);
    expect(receivers.taken.map((one) => json(one).dedup_key)).toEqual([`kg-rca-incident-${missed}`]);
    expect(json(receivers.taken[0]!).payload.summary).toMatch(/^Nobody has acknowledged: Incident 2/);
    await happen(missed, 'closed', clock.now);
    await runNotifier(clock, clock.now + 10 * SECOND);
    expect(receivers.taken.map((one) => json(one).event_action)).toEqual(['trigger', 'resolve']);
    expect((await log(tenantId, id)).filter((line) => line.endsWith('superseded'))).toHaveLength(2);
  });
});

describe('the secret of a webhook', () => {
  it('can be replaced: for a while messages are signed with both, then with the new one alone', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id, signingSecret } = await add(tenantId, 'webhook', targets.webhook());
    const next = await rotateSigningSecret(tenantId, id, 24, 'test', clock.now);
    for (const secret of [signingSecret, next]) {
      receivers.secrets.splice(0, Number.POSITIVE_INFINITY, secret ?? '');
      expect(await sendTest(tenantId, id, 'test', clock.now)).toMatchObject({ ok: true });
      clock.now += MINUTE;
    }
    clock.now += DAY;
    expect(await sendTest(tenantId, id, 'test', clock.now)).toMatchObject({ ok: true });
    receivers.secrets.splice(0, Number.POSITIVE_INFINITY, signingSecret ?? '');
    clock.now += MINUTE;
    expect(await sendTest(tenantId, id, 'test', clock.now)).toEqual({ ok: false, answer: 'Status 400: wrong signature' });
  });

  it('and those of other kinds are stored encrypted, and in no view', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'slack', targets.slack());
    const view = JSON.stringify(await getDestination(tenantId, id));
    expect(view).toContain('cret');
    expect(view).not.toContain('/services/');
    const rows = await inTenant(tenantId, (tx) => tx.$queryRaw`SELECT d.*, c.ciphertext FROM destinations d, credentials c`);
    expect(JSON.stringify(rows)).not.toContain('/services/');
  });
});

describe('the log of a destination', () => {
  it('lets a message be sent again as it was, with its id', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'webhook', targets.webhook());
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    const [first] = await listDeliveries(tenantId, id, 1);
    await replayDelivery(tenantId, id, first!.id, 'test', clock.now);
    await runNotifier(clock, clock.now + 5 * SECOND);
    const [one, two] = receivers.taken;
    expect([two?.body, two?.headers['webhook-id']]).toEqual([one?.body, one?.headers['webhook-id']]);
    expect(await log(tenantId, id)).toEqual(['opened sent', 'opened sent']);
  });

  it('refuses to send again what was never sent, a test, and anything while the destination is off', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'webhook', targets.webhook());
    await sendTest(tenantId, id, 'test', clock.now);
    const [test] = await listDeliveries(tenantId, id, 1);
    const again = (delivery: bigint) =>
      replayDelivery(tenantId, id, delivery, 'test', clock.now).catch(({ status, code }) => [status, code]);
    expect(await again(test!.id)).toEqual([409, 'nothing_to_replay']);
    expect(await again(987_654_321n)).toEqual([404, 'not_found']);
    await openIncidents(tenantId, 1, clock.now);
    await runNotifier(clock, clock.now + 20 * SECOND);
    await changeDestination(tenantId, id, { state: 'paused' }, 'test', clock.now);
    expect(await again((await listDeliveries(tenantId, id, 1))[0]!.id)).toEqual([409, 'destination_off']);
  });

  it('is kept for thirty days', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'webhook', targets.webhook());
    await sendTest(tenantId, id, 'test', clock.now);
    await forgetOldDeliveries(clock.now + 29 * DAY);
    expect(await log(tenantId, id)).toEqual(['test sent']);
    await forgetOldDeliveries(clock.now + 31 * DAY);
    expect(await log(tenantId, id)).toEqual([]);
  });
});

describe('a test message', () => {
  it.each([
    ['mail', targets.mail],
    ['slack', targets.slack],
    ['slack', targets.slackApp],
    ['pagerduty', targets.pagerduty],
    ['teams', targets.teams],
    ['webhook', targets.webhook],
  ])('is taken by %s, and is sent at most every ten seconds', async (kind, target) => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, kind, typeof target === 'function' ? target() : target);
    expect(await sendTest(tenantId, id, 'test', clock.now)).toMatchObject({ ok: true });
    expect(refusals()).toEqual([]);
    await expect(sendTest(tenantId, id, 'test', clock.now + 5 * SECOND)).rejects.toMatchObject({ status: 429 });
  });

  it('tells what the other side answered', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'slack', targets.slack());
    receivers.instead = { status: 403, body: 'action_prohibited' };
    expect(await sendTest(tenantId, id, 'test', clock.now)).toEqual({ ok: false, answer: 'Status 403: action_prohibited' });
    mailPort.provide(noMail());
    const { id: mail } = await add(tenantId, 'mail', targets.mail);
    expect(await sendTest(tenantId, mail, 'test', clock.now)).toEqual({ ok: false, answer: 'no mail server is configured: set SMTP_URL' });
  });
});

describe('a destination is refused with the input that is wrong', () => {
  const wrong = async (kind: string, target: object, rules: object = {}) => {
    const { tenantId } = await newClient(clock.now);
    return add(tenantId, kind, target, rules).catch((error) => error.invalidParams?.[0] ?? error);
  };
  it('when mails would go to strangers', async () => {
    expect(await wrong('mail', { to: 'addresses', addresses: ['somebody@else.example'] })).toMatchObject({
      name: 'addresses',
      reason: expect.stringMatching(/^somebody@else.example belongs to no member/),
    });
    expect(await wrong('mail', { to: 'addresses', addresses: [] })).toMatchObject({ name: 'addresses' });
  });
  it('when Slack lacks a way, has two, or no channel', async () => {
    expect(await wrong('slack', {})).toMatchObject({ name: 'url' });
    expect(await wrong('slack', { ...targets.slack(), ...targets.slackApp })).toMatchObject({ name: 'token' });
    expect(await wrong('slack', { token: targets.slackApp.token })).toMatchObject({ name: 'channel' });
  });
  it('when a kind that takes no digests is to have one', async () => {
    expect(await wrong('pagerduty', targets.pagerduty, { digestMinutes: 5 })).toMatchObject({ name: 'rules.digestMinutes' });
  });
  it('when its address is not on the public internet, or becomes so later', async () => {
    const { tenantId } = await newClient(clock.now);
    const { id } = await add(tenantId, 'webhook', { url: `${receivers.url.replace('127.0.0.1', 'localhost')}/hooks/mine` });
    const loopback = env.use();
    env.provide({ ...loopback, loopback: false });
    try {
      for (const url of ['https://169.254.169.254/latest', 'https://localhost/x', 'http://hooks.example/x', 'https://[fd00::1]/'])
        expect(await wrong('webhook', { url })).toMatchObject({ name: 'url' });
      await openIncidents(tenantId, 1, clock.now);
      await runNotifier(clock, clock.now + 20 * SECOND);
    } finally {
      env.provide(loopback);
    }
    expect(receivers.taken).toEqual([]);
    expect(await getDestination(tenantId, id)).toMatchObject({ state: 'disabled' });
  });
});

it('a destination of another client is not found', async () => {
  const [mine, other] = [await newClient(clock.now), await newClient(clock.now)];
  const { id } = await add(other.tenantId, 'webhook', targets.webhook());
  for (const attempt of [
    () => getDestination(mine.tenantId, id),
    () => changeDestination(mine.tenantId, id, { name: 'x' }, 'test', clock.now),
    () => removeDestination(mine.tenantId, id, 'test'),
    () => listDeliveries(mine.tenantId, id, 1),
    () => sendTest(mine.tenantId, id, 'test', clock.now),
    () => rotateSigningSecret(mine.tenantId, id, 1, 'test', clock.now),
  ])
    await expect(attempt()).rejects.toMatchObject({ status: 404 });
});
