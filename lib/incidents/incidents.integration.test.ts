import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { listWorkFailures } from '#lib/tenants/index.ts';
import {
  addFeedback,
  CLOSE_AFTER_MS,
  getIncident,
  incidentsOfChanges,
  incidentTrend,
  listIncidents,
  refreshIncidents,
  storeRequestedDiagnosis,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
});
afterAll(() => db.drop());

async function newClient(): Promise<string> {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id, name: id, plan: 'free' } });
    const user = await tx.user.create({ data: { email: `${id}@example.com`, name: id, emailVerifiedAt: new Date(NOW) } });
    await tx.membership.create({ data: { tenantId: id, userId: user.id, role: 'owner' } });
  });
  return id;
}

function diagnosis(code: string, name: string, since = NOW): Diagnosis {
  const object = { kind: 'Deployment', namespace: 'shop', name };
  return {
    verdict: 'incident',
    reason: '',
    symptoms: [{ object, what: 'CrashLoopBackOff', message: '', since }],
    causes: [
      {
        rank: 1,
        code,
        title: `${code} in ${name}`,
        object,
        tier: 'confirmed',
        confidence: 0.95,
        summary: '',
        evidenceFor: [],
        evidenceAgainst: [],
        chain: [],
        remedies: [],
      },
    ],
    chain: [],
    blastRadius: { affected: [], counts: { workloads: 1, pods: 1, services: 0, namespaces: 1 } },
    timeline: [],
    gaps: [],
  };
}

const open = (id: string) => listIncidents(id, { status: 'open', limit: 50 });

describe('incidents of a client', () => {
  it('open once, are updated while the problem lasts, and close after the hold-down, with their history', async () => {
    const id = await newClient();
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart', NOW - 60_000)], NOW);
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart')], NOW + 1_000);
    const [incident] = await open(id);
    expect(incident).toMatchObject({
      number: 1,
      code: 'app.crash',
      tier: 'confirmed',
      openedAt: new Date(NOW - 60_000),
      lastSeenAt: new Date(NOW + 1_000),
    });
    await refreshIncidents(id, 'prod', [], NOW + 1_000 + CLOSE_AFTER_MS);
    expect(await open(id)).toEqual([]);
    expect((await getIncident(id, incident?.id ?? '')).history.map((line) => line.kind)).toEqual(['opened', 'closed']);
  });

  it('name what the agent may not read among their gaps', async () => {
    const id = await newClient();
    const health = { parts: [{ components: [], reportedAt: NOW, forbiddenKinds: ['Secret', 'Application.argoproj.io'] }] };
    await inTenant(id, (tx) =>
      tx.cluster.upsert({
        where: { tenantId_name: { tenantId: id, name: 'prod' } },
        create: { tenantId: id, name: 'prod', health },
        update: { health },
      }),
    );
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart')], NOW);
    const [incident] = await open(id);
    expect((await getIncident(id, incident?.id ?? '')).diagnosis.gaps).toEqual([
      'The agent has no permission to read Secret, Application.argoproj.io: what depends on it is unknown.',
    ]);
  });

  it('are numbered from 1 for each client, and none is opened twice by two builders at once', async () => {
    const id = await newClient();
    await Promise.all(Array.from({ length: 5 }, () => refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart')], NOW)));
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart'), diagnosis('app.crash', 'ads')], NOW);
    expect((await open(id)).map((incident) => incident.number)).toEqual([2, 1]);
  });

  it('are not affected by what happens in another cluster', async () => {
    const id = await newClient();
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart')], NOW);
    await refreshIncidents(id, 'stage', [], NOW + 10 * CLOSE_AFTER_MS);
    expect(await open(id)).toHaveLength(1);
  });

  it('start at most an hour before they were first seen', async () => {
    const id = await newClient();
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart', NOW - 90 * 86_400_000)], NOW);
    expect((await open(id))[0]?.openedAt).toEqual(new Date(NOW - 3_600_000));
  });

  it('store a requested diagnosis and count one RCA query for it', async () => {
    const id = await newClient();
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart')], NOW);
    const [incident] = await open(id);
    await storeRequestedDiagnosis(id, 'prod', incident?.id, diagnosis('oom.limit_too_low', 'cart'), 'jo@example.com', NOW);
    expect(await getIncident(id, incident?.id ?? '')).toMatchObject({ code: 'oom.limit_too_low' });
    const counted = await inTenant(id, (tx) => tx.usageCounter.findMany({ where: { metric: 'rca_queries' } }));
    expect(counted.map((row) => row.value)).toEqual([1n]);
  });

  it('begin with the first sign of their own trouble: at its onset, and after the end of the one before', async () => {
    const id = await newClient();
    const onset = { at: NOW - 30_000, wasWell: true };
    await refreshIncidents(id, 'prod', [{ ...diagnosis('app.crash', 'cart', NOW - 960_000), onset }], NOW);
    const [first] = await open(id);
    expect(first?.openedAt).toEqual(new Date(NOW - 30_000));
    const later = NOW + CLOSE_AFTER_MS;
    await refreshIncidents(id, 'prod', [], later);
    await refreshIncidents(id, 'prod', [{ ...diagnosis('oom.limit_too_low', 'cart'), onset: { at: NOW - 10_000 } }], later + 1_000);
    const [second] = await open(id);
    expect(second).toMatchObject({ code: 'oom.limit_too_low', openedAt: new Date(NOW) });
    expect((await getIncident(id, second?.id ?? '')).diagnosis.onset).toEqual({ at: NOW });
  });

  it('are frozen when they are closed: a diagnosis that is requested then is told in the history only', async () => {
    const id = await newClient();
    await refreshIncidents(id, 'prod', [diagnosis('config.secret_missing', 'cart')], NOW);
    const [incident] = await open(id);
    await refreshIncidents(id, 'prod', [], NOW + CLOSE_AFTER_MS);
    await storeRequestedDiagnosis(id, 'prod', incident?.id, diagnosis('oom.limit_too_low', 'cart'), 'jo@example.com', NOW + CLOSE_AFTER_MS);
    const closed = await getIncident(id, incident?.id ?? '');
    expect(closed).toMatchObject({ status: 'closed', code: 'config.secret_missing' });
    expect(closed.history.map(({ kind }) => kind)).toEqual(['opened', 'closed', 'rediagnosed']);
  });

  it('keep a better diagnosis than one that is requested', async () => {
    const id = await newClient();
    await refreshIncidents(id, 'prod', [diagnosis('config.secret_missing', 'cart')], NOW);
    const [incident] = await open(id);
    await storeRequestedDiagnosis(id, 'prod', incident?.id, { ...diagnosis('app.crash', 'cart'), causes: [] }, 'jo@example.com', NOW);
    expect(await getIncident(id, incident?.id ?? '')).toMatchObject({ code: 'config.secret_missing', tier: 'confirmed' });
  });

  it('store feedback; an incident of another client is not found', async () => {
    const [mine, other] = [await newClient(), await newClient()];
    await refreshIncidents(mine, 'prod', [diagnosis('app.crash', 'cart')], NOW);
    const [incident] = await open(mine);
    await addFeedback(mine, incident?.id ?? '', { verdict: 'confirmed', userName: 'jo' });
    await expect(addFeedback(other, incident?.id ?? '', { verdict: 'confirmed', userName: 'eve' })).rejects.toMatchObject({ status: 404 });
    await expect(getIncident(other, incident?.id ?? '')).rejects.toMatchObject({ status: 404 });
    expect((await getIncident(mine, incident?.id ?? '')).feedback).toMatchObject([{ verdict: 'confirmed', userName: 'jo' }]);
  });

  it('that merge have it in both histories, and one that is split off links to the incident it was part of', async () => {
    const id = await newClient();
    const [database, shop] = [diagnosis('dependency.unavailable', 'database'), diagnosis('app.crash', 'shop')];
    const all = { ...database, symptoms: [...database.symptoms, ...shop.symptoms] };
    await refreshIncidents(id, 'prod', [database, shop], NOW);
    for (const at of [NOW + 1, NOW + CLOSE_AFTER_MS]) await refreshIncidents(id, 'prod', [all], at);
    const [one, two] = await Promise.all((await listIncidents(id, { limit: 50 })).map((row) => getIncident(id, row.id)));
    expect(two).toMatchObject({ number: 1, status: 'open', merged: [{ number: 2 }] });
    expect(one).toMatchObject({ number: 2, status: 'closed', mergedInto: { number: 1 } });
    expect(two?.history.at(-1)?.text).toBe('Incident 2, “app.crash in shop”, was merged into this one');

    await refreshIncidents(id, 'prod', [database, diagnosis('oom.limit_too_low', 'shop')], NOW + CLOSE_AFTER_MS + 1);
    const [three] = await open(id);
    expect(await getIncident(id, three?.id ?? '')).toMatchObject({ number: 3, code: 'oom.limit_too_low', splitFrom: { number: 1 } });
    expect((await getIncident(id, two?.id ?? '')).split).toMatchObject([{ number: 3 }]);
  });

  it('that cannot be stored stop no other: it is skipped, told to the staff, and taken back when it succeeds', async () => {
    const id = await newClient();
    const broken = diagnosis('app.crash', 'broken', Number.NaN);
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart'), broken, diagnosis('app.crash', 'ads')], NOW);
    expect((await open(id)).map(({ title }) => title).sort()).toEqual(['app.crash in ads', 'app.crash in cart']);
    const failures = async () => (await listWorkFailures(NOW)).filter(({ tenantId }) => tenantId === id);
    expect(await failures()).toMatchObject([{ work: 'incident', subject: 'prod', times: 1, error: expect.stringMatching(/\S/) }]);
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart'), diagnosis('app.crash', 'broken')], NOW + 1);
    expect(await open(id)).toHaveLength(3);
    expect(await failures()).toEqual([]);
  });

  it('whose stored diagnosis cannot be read stop no other', async () => {
    const id = await newClient();
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'cart')], NOW);
    await inTenant(id, (tx) => tx.incident.updateMany({ data: { diagnosis: { causes: 'none' } } }));
    await refreshIncidents(id, 'prod', [diagnosis('app.crash', 'ads')], NOW + CLOSE_AFTER_MS);
    expect((await open(id)).map(({ title }) => title)).toEqual(['app.crash in ads', 'app.crash in cart']);
    const [failure] = (await listWorkFailures(NOW)).filter(({ tenantId }) => tenantId === id);
    expect(failure).toMatchObject({ work: 'incident', error: expect.stringContaining('incident 1: its diagnosis cannot be read') });
  });

  it('hold text that PostgreSQL refuses: NUL and half of an emoji are replaced', async () => {
    const id = await newClient();
    const odd = diagnosis('app.crash', 'cart');
    odd.causes[0]!.summary = 'cut \ud83d and \u0000';
    odd.causes[0]!.title = 'crash \ud83d';
    await refreshIncidents(id, 'prod', [odd, diagnosis('app.crash', 'ads')], NOW);
    const incidents = await open(id);
    expect(incidents.map(({ title }) => title).sort()).toEqual(['app.crash in ads', 'crash \ufffd']);
    expect((await listWorkFailures(NOW)).filter(({ tenantId }) => tenantId === id)).toEqual([]);
  });

  it('are found by the objects and namespaces that are part of them and by the changes that explain them, by their own client only', async () => {
    const [mine, other] = [await newClient(), await newClient()];
    const secret = { kind: 'Secret', namespace: 'vault', name: 'db' };
    const service = { kind: 'Service', namespace: 'front', name: 'web' };
    const atRisk = { kind: 'Service', namespace: 'calm', name: 'other' };
    const found = diagnosis('config.changed', 'cart');
    const change = { changeId: 'prod/u-1/7', object: secret, fields: [], at: NOW };
    found.causes[0]!.evidenceFor = [{ text: '', source: { type: 'change', ...change, changeId: 'prod/u-2/3' } }];
    found.culprit = { ...change, op: 'updated', beforeMs: 1_000, text: '' };
    found.blastRadius.affected = [
      { object: service, impact: 'degraded', hops: 1, via: null },
      { object: atRisk, impact: 'at-risk', hops: 1, via: null },
    ];
    const [incident] = await refreshIncidents(mine, 'prod', [found], NOW);
    const ids = async (filter: Parameters<typeof listIncidents>[1]) => (await listIncidents(mine, filter)).map(({ id }) => id);
    for (const object of ['Secret/vault/db', 'Deployment/shop/cart', 'Service/front/web'])
      expect(await ids({ object, cluster: 'prod', limit: 9 })).toEqual([incident?.id]);
    for (const namespace of ['vault', 'shop', 'front']) expect(await ids({ namespace, limit: 9 })).toEqual([incident?.id]);
    for (const change of ['prod/u-1/7', 'prod/u-2/3']) expect(await ids({ change, limit: 9 })).toEqual([incident?.id]);
    expect(await ids({ object: 'Service/calm/other', limit: 9 })).toEqual([]);
    expect(await ids({ object: 'Secret/vault/db', cluster: 'staging', limit: 9 })).toEqual([]);
    expect(await ids({ namespace: 'calm', limit: 9 })).toEqual([]);

    const keys = ['prod/u-1/7', 'prod/u-2/3', 'prod/u-3/1'];
    expect(await incidentsOfChanges(mine, keys)).toMatchObject([
      { id: incident?.id, status: 'open', changes: ['prod/u-1/7', 'prod/u-2/3'], culprit: 'prod/u-1/7' },
    ]);
    expect(await incidentsOfChanges(mine, ['prod/u-2/3'])).not.toMatchObject([{ culprit: expect.anything() }]);
    expect(await incidentsOfChanges(mine, [])).toEqual([]);
    expect(await incidentsOfChanges(other, keys)).toEqual([]);
  });

  it('are counted by day and severity, without those that were merged, and the middle of their recoveries is told', async () => {
    const id = await newClient();
    const day = 86_400_000;
    expect(await incidentTrend(id, 2, NOW)).toEqual({
      days: [
        { day: '2026-11-22', critical: 0, major: 0, minor: 0 },
        { day: '2026-11-23', critical: 0, major: 0, minor: 0 },
      ],
      medianRecoveryMs: null,
    });
    const base = {
      tenantId: id,
      cluster: 'prod',
      title: 't',
      fingerprint: 'f',
      lastSeenAt: new Date(NOW),
      diagnosedAt: new Date(NOW),
      diagnosis: {},
    };
    const incident = (number: number, severity: string, openedAt: number, minutes?: number) => ({
      ...{ ...base, number, severity, openedAt: new Date(openedAt), status: 'closed' as const },
      closedAt: minutes === undefined ? null : new Date(openedAt + minutes * 60_000),
    });
    await inTenant(id, async (tx) => {
      await tx.incident.createMany({
        data: [
          incident(1, 'critical', NOW, 1),
          incident(2, 'critical', NOW - day, 3),
          incident(3, 'minor', NOW - day, 20),
          incident(4, 'major', NOW - 2 * day, 999),
          incident(5, 'major', NOW),
        ],
      });
      const { id: into } = await tx.incident.findFirstOrThrow({ where: { number: 1 } });
      await tx.incident.create({ data: { ...incident(6, 'major', NOW, 500), mergedIntoId: into } });
    });
    expect(await incidentTrend(id, 2, NOW)).toEqual({
      days: [
        { day: '2026-11-22', critical: 1, major: 0, minor: 1 },
        { day: '2026-11-23', critical: 1, major: 1, minor: 0 },
      ],
      medianRecoveryMs: 3 * 60_000,
    });
  });
});
