import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getIncident, listIncidents, refreshIncidents } from '#lib/incidents/index.ts';
import { type Mail, mailPort, noMail } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { deliverNotification, pendingNotifications } from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const SETTLED = NOW + 20_000;
const sent: Mail[] = [];
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
});
beforeEach(() => mailPort.provide({ kind: 'outbox', send: async (mail) => void sent.push(mail) }));
afterAll(() => db.drop());

const object = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
const crash: Diagnosis = {
  verdict: 'incident',
  reason: 'cart fails',
  symptoms: [{ object, what: 'unavailable', message: '0 of 1 pods are ready', since: NOW }],
  causes: [
    {
      rank: 1,
      code: 'app.crash',
      title: 'Container of cart crashes',
      object,
      tier: 'likely',
      confidence: 0.8,
      summary: 'It exits with code 1.',
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

/** A client with an incident that opened at NOW, and as many members as asked for. */
async function newIncident({ members = 1, diagnosis = crash } = {}) {
  const tenantId = `c-${randomUUID().slice(0, 18)}`;
  const emails = Array.from({ length: members }, (_, i) => `${tenantId}-${i}@example.com`);
  await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id: tenantId, name: tenantId, plan: 'free' } });
    for (const email of emails) {
      const user = await tx.user.create({ data: { email, name: email, emailVerifiedAt: new Date(NOW) } });
      await tx.membership.create({ data: { tenantId, userId: user.id, role: 'owner' } });
    }
  });
  await refreshIncidents(tenantId, 'prod', [diagnosis], NOW);
  const [incident] = await listIncidents(tenantId, { limit: 1 });
  const incidentId = incident?.id ?? '';
  return {
    tenantId,
    emails,
    incidentId,
    pending: async (now: number) => (await pendingNotifications(now)).filter((one) => one.tenantId === tenantId),
    mails: () => sent.filter((mail) => emails.includes(mail.to)),
    lastHistory: async () => (await getIncident(tenantId, incidentId)).history.at(-1),
  };
}

describe('the notification of an incident', () => {
  it('is due once the incident has settled, and is one mail to each member however often it is delivered', async () => {
    const { incidentId, emails, pending, mails, lastHistory } = await newIncident({ members: 2 });
    expect(await pending(NOW + 1_000)).toEqual([]);
    const [due] = await pending(SETTLED);
    if (!due) throw new Error('nothing is pending');
    for (let i = 0; i < 2; i++) await deliverNotification(due, SETTLED);
    expect(await pending(SETTLED)).toEqual([]);
    expect(
      mails()
        .map(({ to }) => to)
        .sort(),
    ).toEqual([...emails].sort());
    expect(mails()[0]).toMatchObject({
      subject: 'Incident 1 in prod: Container of cart crashes',
      text: expect.stringContaining(`/incidents/${incidentId}`),
    });
    expect(await lastHistory()).toMatchObject({ kind: 'notified_mail', text: 'Notified 2 people by mail' });
  });

  it('carries no header, paragraph or link that a name of the cluster holds', async () => {
    const [cause] = crash.causes;
    const title = 'Container crashes: Pod a\r\nBcc: x@evil.example\n\nhttps://evil.example/login';
    const { pending, mails } = await newIncident({ diagnosis: { ...crash, causes: [{ ...cause!, title }] } });
    const [due] = await pending(SETTLED);
    if (!due) throw new Error('nothing is pending');
    await deliverNotification(due, SETTLED);
    const [mail] = mails();
    expect(mail?.subject).not.toMatch(/[\r\n]|@e|l\.e|s:\/\/e/);
    const own = mail?.text.split('\n').filter((line) => line.startsWith('http')) ?? [];
    expect(own.map((line) => line.split('/').at(-2))).toEqual(['incidents']);
    expect(mail?.text).not.toMatch(/https:\/\/evil|x@evil|evil\.example/);
  });

  it('stays pending while its channel fails', async () => {
    const { pending, mails } = await newIncident();
    const [due] = await pending(SETTLED);
    if (!due) throw new Error('nothing is pending');
    mailPort.provide({ kind: 'smtp', send: () => Promise.reject(new Error('connect ECONNREFUSED')) });
    await expect(deliverNotification(due, SETTLED)).rejects.toThrow('ECONNREFUSED');
    expect(mails()).toEqual([]);
    expect(await pending(SETTLED)).toEqual([due]);
  });

  it('is not attempted through a channel that is not configured', async () => {
    const { pending } = await newIncident();
    mailPort.provide(noMail());
    expect(await pending(SETTLED)).toEqual([]);
  });

  it('says in the history that the client has nobody to notify, and is not tried again', async () => {
    const { pending, lastHistory } = await newIncident({ members: 0 });
    const [due] = await pending(SETTLED);
    if (!due) throw new Error('nothing is pending');
    await deliverNotification(due, SETTLED);
    expect(await lastHistory()).toMatchObject({ text: expect.stringContaining('Nobody was notified by mail') });
    expect(await pending(SETTLED)).toEqual([]);
  });
});
