import { randomUUID } from 'node:crypto';
import { severityOf } from '#lib/incidents/severity.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { announce, deliverNext, dueDestinations } from '../index.ts';

const object = { kind: 'Deployment', namespace: 'shop', name: 'cart' };

/** A diagnosis of a Deployment whose container crashes. */
export const crash: Diagnosis = {
  verdict: 'incident',
  reason: 'cart fails',
  symptoms: [{ object, what: 'unavailable', message: '0 of 1 pods are ready' }],
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

/** A client with an owner and, if there are several, more members, all with confirmed addresses; without the destination that a client begins with. */
export async function newClient(now: number, members = 1): Promise<{ tenantId: string; emails: string[] }> {
  const tenantId = `client-${randomUUID().slice(0, 8)}`;
  const emails = Array.from({ length: members }, (_, i) => `member${i}@${tenantId}.example`);
  await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id: tenantId, name: tenantId, plan: 'pro', status: 'active' } });
    await tx.destination.deleteMany({ where: { tenantId } });
    for (const email of emails) {
      const user = await tx.user.create({ data: { email, name: email, emailVerifiedAt: new Date(now) } });
      await tx.membership.create({ data: { tenantId, userId: user.id, role: 'owner' } });
    }
  });
  return { tenantId, emails };
}

/** Opens incidents of a client at a time (epoch ms), as refreshIncidents stores them; returns their ids. */
export async function openIncidents(tenantId: string, count: number, now: number, diagnosis: Diagnosis = crash): Promise<string[]> {
  const at = new Date(now);
  return asSystem(async (tx) => {
    const before = await tx.incident.count({ where: { tenantId } });
    const rows = Array.from({ length: count }, (_, i) => ({
      ...{ id: randomUUID(), tenantId, cluster: 'prod', status: 'open' as const, number: before + i + 1, tier: 'likely' },
      ...{ title: diagnosis.causes[0]?.title ?? '', code: diagnosis.causes[0]?.code ?? null, fingerprint: 'app.crash cart', object },
      ...{ severity: severityOf(diagnosis), openedAt: at, lastSeenAt: at, diagnosedAt: at, diagnosis: diagnosis as unknown as object },
    }));
    await tx.incident.createMany({ data: rows });
    await tx.incidentHistory.createMany({
      data: rows.map(({ id }) => ({ tenantId, incidentId: id, at, kind: 'opened', text: 'Opened' })),
    });
    return rows.map(({ id }) => id);
  });
}

/** Something happens to an incident: it closes, opens again, is acknowledged, or has another cause. */
export async function happen(
  incidentId: string,
  kind: 'closed' | 'reopened' | 'acknowledged' | 'rediagnosed',
  now: number,
  title?: string,
): Promise<void> {
  const at = new Date(now);
  await asSystem(async (tx) => {
    const { tenantId } = await tx.incident.update({
      where: { id: incidentId },
      data: {
        ...(kind === 'closed' && { status: 'closed', closedAt: at }),
        ...(kind === 'reopened' && { status: 'open', closedAt: null }),
        ...(kind === 'acknowledged' && { acknowledgedAt: at, acknowledgedBy: 'test' }),
        ...(kind === 'reopened' && { acknowledgedAt: null, acknowledgedBy: null }),
        ...(title !== undefined && { title, fingerprint: title }),
      },
    });
    await tx.incidentHistory.create({ data: { tenantId, incidentId, at, kind, text: `It ${kind} at ${at.toISOString()}` } });
  });
}

/** A clock that stands still until it is set. */
export interface FrozenClock {
  now: number;
}

/** What the notifier does, with the clock moved on in steps until `until` (epoch ms). */
export async function runNotifier(clock: FrozenClock, until: number, stepMs = 1_000): Promise<void> {
  for (;;) {
    while ((await announce(clock.now)) > 0);
    for (let due = await dueDestinations(clock.now, 50); due.length > 0; due = await dueDestinations(clock.now, 50))
      await Promise.all(due.map((id) => deliverNext(id, clock.now)));
    if (clock.now >= until) return;
    clock.now += stepMs;
  }
}
