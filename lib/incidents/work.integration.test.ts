import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mail, mailPort } from '#lib/mail/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { createTenant } from '#lib/tenants/index.ts';
import {
  addComment,
  changeWork,
  getIncident,
  linkIncidents,
  listIncidents,
  listShares,
  listViews,
  openShare,
  refreshIncidents,
  removeComment,
  removeView,
  resolve,
  revokeShare,
  saveView,
  shareIncident,
  unlinkIncidents,
  unresolve,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const [MINUTE, DAY] = [60_000, 86_400_000];
let db: Awaited<ReturnType<typeof freshDatabase>>;
const mails: Mail[] = [];

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  mailPort.provide({ kind: 'outbox', send: async (mail) => void mails.push(mail) });
});
afterAll(() => db.drop());

/** A client with two members and an open incident. */
async function newTeam() {
  const tenantId = `c-${randomUUID().slice(0, 18)}`;
  const people = await asSystem(async (tx) => {
    await createTenant(tx, { id: tenantId, name: tenantId, plan: 'pro', actor: 'test' });
    return Promise.all(
      ['Ada', 'Bob'].map(async (name) => {
        const user = await tx.user.create({ data: { email: `${name.toLowerCase()}@${tenantId}.example`, name } });
        await tx.membership.create({ data: { tenantId, userId: user.id, role: 'member' } });
        return { name: user.email, userId: user.id };
      }),
    );
  });
  const [ada, bob] = people as [(typeof people)[0], (typeof people)[0]];
  const [incident] = await refreshIncidents(tenantId, 'prod', [diagnosisOf('web')], NOW);
  const id = incident?.id ?? '';
  const mailsTo = ({ name }: typeof ada) => mails.filter(({ to }) => to === name);
  const kinds = async () => (await getIncident(tenantId, id)).history.map(({ kind }) => kind);
  return { tenantId, ada, bob, id, mailsTo, kinds };
}

function diagnosisOf(name: string): Diagnosis {
  const object = { kind: 'Deployment', namespace: 'shop', name };
  return {
    ...{ verdict: 'incident', reason: 'It crashes.', chain: [], timeline: [], gaps: [] },
    symptoms: [{ object, what: 'CrashLoopBackOff', message: '', since: NOW - MINUTE }],
    causes: [
      {
        ...{ rank: 1, code: 'app.crash', title: `Crash of ${name}`, object, tier: 'confirmed', confidence: 1, summary: 'It crashes.' },
        ...{ evidenceFor: [], evidenceAgainst: [], chain: [], remedies: [] },
      },
    ],
    blastRadius: {
      affected: [{ object, impact: 'failing', hops: 0, via: null }],
      counts: { workloads: 1, pods: 1, services: 0, namespaces: 1 },
    },
  };
}

describe('work on an incident', () => {
  it('is acknowledged once, by whom and when is known, and can be taken back', async () => {
    const { tenantId, ada, bob, id, kinds } = await newTeam();
    await changeWork(tenantId, id, { acknowledged: true }, ada, NOW);
    await changeWork(tenantId, id, { acknowledged: true }, bob, NOW + 1);
    expect(await getIncident(tenantId, id)).toMatchObject({ acknowledgedBy: ada.name, acknowledgedAt: new Date(NOW) });
    await changeWork(tenantId, id, { acknowledged: false }, bob, NOW + 2);
    expect(await getIncident(tenantId, id)).toMatchObject({ acknowledgedBy: null, acknowledgedAt: null });
    expect(await kinds()).toEqual(['opened', 'acknowledged', 'unacknowledged']);
  });

  it('is assigned to a member, who is told by mail unless they took it themselves, and to nobody else', async () => {
    const { tenantId, ada, bob, id, mailsTo } = await newTeam();
    const other = await newTeam();
    await changeWork(tenantId, id, { assigneeId: bob.userId }, ada, NOW);
    expect((await getIncident(tenantId, id)).assignee).toEqual({ id: bob.userId, name: 'Bob' });
    expect(mailsTo(bob)).toMatchObject([{ tenantId, subject: 'Incident 1 is yours', text: expect.stringContaining(`/incidents/${id}`) }]);
    await changeWork(tenantId, id, { assigneeId: ada.userId }, ada, NOW);
    expect(mailsTo(ada)).toEqual([]);
    await expect(changeWork(tenantId, id, { assigneeId: other.ada.userId }, ada, NOW)).rejects.toMatchObject({
      invalidParams: [{ name: 'assigneeId' }],
    });
    await changeWork(tenantId, id, { assigneeId: null }, ada, NOW);
    expect((await getIncident(tenantId, id)).assignee).toBeNull();
  });

  it('is snoozed until a time ahead, at most 30 days, and wakes', async () => {
    const { tenantId, ada, id } = await newTeam();
    const waiting = (now: number) => listIncidents(tenantId, { state: 'waiting', now, limit: 9 });
    await changeWork(tenantId, id, { snoozedUntil: NOW + DAY }, ada, NOW);
    expect(await waiting(NOW)).toEqual([]);
    expect(await listIncidents(tenantId, { state: 'snoozed', now: NOW, limit: 9 })).toHaveLength(1);
    expect(await waiting(NOW + DAY)).toHaveLength(1);
    for (const snoozedUntil of [NOW, NOW + 31 * DAY])
      await expect(changeWork(tenantId, id, { snoozedUntil }, ada, NOW)).rejects.toMatchObject({
        invalidParams: [{ name: 'snoozedUntil' }],
      });
    await changeWork(tenantId, id, { snoozedUntil: null }, ada, NOW);
    expect(await waiting(NOW)).toHaveLength(1);
  });

  it('is resolved with its cause while the cluster still decides when it closes, and what comes back is not resolved', async () => {
    const { tenantId, ada, id, kinds } = await newTeam();
    await resolve(tenantId, id, { code: 'image.not_found', note: 'the tag was wrong' }, ada, NOW);
    expect(await getIncident(tenantId, id)).toMatchObject({ status: 'open', resolutionCode: 'image.not_found', resolvedBy: ada.name });
    await unresolve(tenantId, id, ada, NOW);
    await resolve(tenantId, id, {}, ada, NOW);
    expect(await getIncident(tenantId, id)).toMatchObject({ resolutionCode: 'app.crash' });
    await refreshIncidents(tenantId, 'prod', [], NOW + MINUTE);
    expect(await getIncident(tenantId, id)).toMatchObject({ status: 'closed', resolvedBy: ada.name });
    await expect(changeWork(tenantId, id, { acknowledged: true }, ada, NOW)).rejects.toMatchObject({
      status: 409,
      code: 'incident_closed',
    });
    await refreshIncidents(tenantId, 'prod', [diagnosisOf('web')], NOW + 2 * MINUTE);
    expect(await getIncident(tenantId, id)).toMatchObject({ status: 'open', resolvedAt: null, resolvedBy: null, resolutionCode: null });
    expect(await kinds()).toEqual(['opened', 'resolved', 'unresolved', 'resolved', 'closed', 'reopened']);
  });

  it('begins anew when the incident opens again: it is not acknowledged any more, and still assigned', async () => {
    const { tenantId, ada, bob, id } = await newTeam();
    await changeWork(tenantId, id, { acknowledged: true, assigneeId: bob.userId }, ada, NOW);
    await refreshIncidents(tenantId, 'prod', [], NOW + MINUTE);
    expect(await getIncident(tenantId, id)).toMatchObject({ status: 'closed', acknowledgedBy: ada.name });
    await refreshIncidents(tenantId, 'prod', [diagnosisOf('web')], NOW + 2 * MINUTE);
    expect(await getIncident(tenantId, id)).toMatchObject({
      status: 'open',
      acknowledgedAt: null,
      acknowledgedBy: null,
      assignee: { name: 'Bob' },
    });
    expect(await listIncidents(tenantId, { state: 'waiting', now: NOW + 2 * MINUTE, limit: 9 })).toHaveLength(1);
  });

  it('is of no use on an incident of another client', async () => {
    const [{ id }, { tenantId, ada }] = [await newTeam(), await newTeam()];
    for (const attempt of [
      () => changeWork(tenantId, id, { acknowledged: true }, ada, NOW),
      () => resolve(tenantId, id, {}, ada, NOW),
      () => addComment(tenantId, id, 'hello', ada, NOW),
      () => shareIncident(tenantId, id, 1, ada.name, NOW),
      () => linkIncidents(tenantId, id, id, ada.name, NOW),
    ])
      await expect(attempt()).rejects.toMatchObject({ status: 404 });
  });
});

describe('comments', () => {
  it('tell the members that they mention by mail, once each, and neither the author nor strangers', async () => {
    const { tenantId, ada, bob, id, mailsTo } = await newTeam();
    const stranger = (await newTeam()).ada;
    await addComment(tenantId, id, `@${bob.name} and @${bob.name}, see **this**. @${ada.name} @${stranger.name}`, ada, NOW);
    expect(mailsTo(bob)).toMatchObject([{ subject: 'You were mentioned in incident 1', text: expect.stringContaining('see **this**') }]);
    expect([...mailsTo(ada), ...mailsTo(stranger)]).toEqual([]);
  });

  it('can be removed by their author only', async () => {
    const { tenantId, ada, bob, id } = await newTeam();
    const comment = await addComment(tenantId, id, 'hello', ada, NOW);
    await expect(removeComment(tenantId, id, comment.id, bob)).rejects.toMatchObject({ status: 404 });
    await removeComment(tenantId, id, comment.id, ada);
    expect((await getIncident(tenantId, id)).comments).toEqual([]);
  });
});

describe('links between incidents', () => {
  it('are seen from both, exist once, and can be taken away from either', async () => {
    const { tenantId, ada, id } = await newTeam();
    const [second] = await refreshIncidents(tenantId, 'prod', [diagnosisOf('web'), diagnosisOf('db')], NOW).then((all) =>
      all.filter((one) => one.id !== id),
    );
    const other = second?.id ?? '';
    await linkIncidents(tenantId, id, other, ada.name, NOW);
    await linkIncidents(tenantId, other, id, ada.name, NOW);
    expect((await getIncident(tenantId, id)).linked).toMatchObject([{ id: other, number: 2 }]);
    expect((await getIncident(tenantId, other)).linked).toMatchObject([{ id, number: 1 }]);
    await expect(linkIncidents(tenantId, id, id, ada.name, NOW)).rejects.toMatchObject({ invalidParams: [{ name: 'otherId' }] });
    await unlinkIncidents(tenantId, other, id);
    await expect(unlinkIncidents(tenantId, id, other)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a link for people without an account', () => {
  const tokenOf = (url: string) => new URL(url).searchParams.get('token') ?? '';

  it('shows the incident until it expires or is revoked, and no other word works', async () => {
    const { tenantId, ada, id } = await newTeam();
    const share = await shareIncident(tenantId, id, 2, ada.name, NOW);
    const token = tokenOf(share.url);
    expect(token).toHaveLength(40);
    expect((await openShare(token, NOW + DAY)).incident).toMatchObject({ number: 1, diagnosis: { verdict: 'incident' } });
    for (const [word, now] of [
      [token, NOW + 2 * DAY],
      [`${token}x`, NOW],
      ['', NOW],
    ] as const)
      await expect(openShare(word, now)).rejects.toMatchObject({ status: 404, code: 'link_invalid' });
    expect(await listShares(tenantId, id, NOW)).toMatchObject([{ id: share.id, createdBy: ada.name }]);
    expect(JSON.stringify(await listShares(tenantId, id, NOW))).not.toContain(token);
    await revokeShare(tenantId, id, share.id, ada.name);
    await expect(openShare(token, NOW)).rejects.toMatchObject({ code: 'link_invalid' });
  });

  it('leaves in the audit log that it was made, opened (once an hour at most) and revoked', async () => {
    const { tenantId, ada, id } = await newTeam();
    const share = await shareIncident(tenantId, id, 2, ada.name, NOW);
    for (const later of [0, 1, 61 * MINUTE]) await openShare(tokenOf(share.url), NOW + later);
    await revokeShare(tenantId, id, share.id, ada.name);
    const entries = await inTenant(tenantId, (tx) => tx.auditEntry.findMany({ where: { target: id }, orderBy: { id: 'asc' } }));
    expect(entries.map(({ action, actor }) => `${action} ${actor === ada.name ? 'ada' : actor}`)).toEqual([
      'incident.shared ada',
      'incident.share_opened shared link',
      'incident.share_opened shared link',
      'incident.share_revoked ada',
    ]);
  });

  it('does not work for a client that is closed', async () => {
    const { tenantId, ada, id } = await newTeam();
    const { url } = await shareIncident(tenantId, id, 2, ada.name, NOW);
    await asSystem((tx) => tx.tenant.update({ where: { id: tenantId }, data: { status: 'closed' } }));
    await expect(openShare(tokenOf(url), NOW)).rejects.toMatchObject({ code: 'link_invalid' });
  });
});

describe('the list of incidents', () => {
  it('is narrowed by words, number, namespace, cause, severity, assignee, state and time', async () => {
    const { tenantId, ada, bob, id } = await newTeam();
    await refreshIncidents(tenantId, 'prod', [diagnosisOf('web'), diagnosisOf('db')], NOW);
    await changeWork(tenantId, id, { acknowledged: true, assigneeId: bob.userId }, ada, NOW);
    const numbers = async (filter: object) =>
      (await listIncidents(tenantId, { now: NOW, limit: 9, ...filter })).map(({ number }) => number);
    const both = [2, 1];
    for (const [filter, expected] of [
      [{}, both],
      [{ q: 'CRASH web' }, [1]],
      [{ q: '#2' }, [2]],
      [{ q: '100%' }, []],
      [{ namespace: 'shop' }, both],
      [{ namespace: 'other' }, []],
      [{ code: 'app.crash' }, both],
      [{ severity: 'major' }, both],
      [{ severity: 'critical' }, []],
      [{ assignee: bob.userId }, [1]],
      [{ assignee: 'nobody' }, [2]],
      [{ state: 'acknowledged' }, [1]],
      [{ state: 'waiting' }, [2]],
      [{ state: 'closed' }, []],
      [{ since: NOW - 2 * MINUTE }, both],
      [{ until: NOW - 2 * MINUTE }, []],
      [{ cursor: 2 }, [1]],
    ] as const)
      expect([filter, await numbers(filter)]).toEqual([filter, expected]);
  });

  it('has views of each member, by name, and not more than a person finds again', async () => {
    const { tenantId, ada, bob } = await newTeam();
    const mine = await saveView(tenantId, ada.userId, { name: 'Mine', query: 'assignee=me' }, NOW);
    await saveView(tenantId, ada.userId, { name: 'Mine', query: 'assignee=me&state=open' }, NOW);
    expect(await listViews(tenantId, ada.userId)).toMatchObject([{ name: 'Mine', query: 'assignee=me&state=open' }]);
    expect(await listViews(tenantId, bob.userId)).toEqual([]);
    await expect(removeView(tenantId, bob.userId, mine.id)).rejects.toMatchObject({ status: 404 });
    for (let i = 1; i < 30; i++) await saveView(tenantId, ada.userId, { name: `View ${i}`, query: '' }, NOW);
    await expect(saveView(tenantId, ada.userId, { name: 'One more', query: '' }, NOW)).rejects.toMatchObject({
      invalidParams: [{ name: 'name' }],
    });
    await removeView(tenantId, ada.userId, mine.id);
  });
});
