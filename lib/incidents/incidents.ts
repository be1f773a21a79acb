import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { addToCounter } from '#lib/usage/index.ts';
import type { Incident } from '../../prisma/generated/client.ts';
import { fingerprintOf, headline, type IncidentStep, REOPEN_WITHIN_MS, reconcile } from './reconcile.ts';
import { shapeOf } from './similar.ts';

/** What was broken for longer before anybody looked is said to have begun then: no evidence reaches further back. */
const OLDEST_ONSET_MS = 60 * 60_000;

/** A stored incident as a refresh left it. Times in epoch ms. */
export interface TouchedIncident {
  id: string;
  number: number;
  cluster: string;
  status: 'open' | 'closed';
  title: string;
  openedAt: number;
  closedAt: number | null;
  diagnosis: Diagnosis;
}

/**
 * Brings the stored incidents of a client's cluster in line with the diagnoses of now, in one transaction under a
 * lock on the cluster: two builders at once cannot open the same incident twice. Answers the incidents it touched.
 */
export async function refreshIncidents(
  tenantId: string,
  cluster: string,
  diagnoses: readonly Diagnosis[],
  now: number,
): Promise<TouchedIncident[]> {
  return inTenant(tenantId, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`incidents ${tenantId}`}, 0))`;
    const rows = await tx.incident.findMany({
      where: { cluster, OR: [{ status: 'open' }, { lastSeenAt: { gte: new Date(now - REOPEN_WITHIN_MS) } }] },
      orderBy: { number: 'asc' },
    });
    const steps = reconcile(
      rows.map((row) => ({
        id: row.id,
        status: row.status,
        fingerprint: row.fingerprint,
        lastSeenAt: row.lastSeenAt.getTime(),
        diagnosis: row.diagnosis as unknown as Diagnosis,
      })),
      diagnoses,
      now,
    );
    const touched: TouchedIncident[] = [];
    for (const step of steps) touched.push(touchedOf(await carryOut(tx, tenantId, cluster, step, now)));
    return touched;
  });
}

function touchedOf({ id, number, cluster, status, title, openedAt, closedAt, diagnosis }: Incident): TouchedIncident {
  return {
    id,
    number,
    cluster,
    status,
    title,
    openedAt: openedAt.getTime(),
    closedAt: closedAt?.getTime() ?? null,
    diagnosis: diagnosis as unknown as Diagnosis,
  };
}

async function carryOut(tx: Tx, tenantId: string, cluster: string, step: IncidentStep, now: number): Promise<Incident> {
  const at = new Date(now);
  const remember = (incidentId: string, kind: string, text: string) =>
    tx.incidentHistory.create({ data: { tenantId, incidentId, at, kind, text } });
  switch (step.do) {
    case 'open': {
      const { _max } = await tx.incident.aggregate({ _max: { number: true } });
      const begun = Math.min(now, ...step.diagnosis.symptoms.flatMap((symptom) => (symptom.since === undefined ? [] : [symptom.since])));
      const onset = Math.max(begun, now - OLDEST_ONSET_MS);
      const row = await tx.incident.create({
        data: {
          tenantId,
          cluster,
          number: (_max.number ?? 0) + 1,
          status: 'open',
          openedAt: new Date(onset),
          lastSeenAt: at,
          splitFromId: step.splitFrom ?? null,
          ...stored(step.diagnosis, at),
        },
      });
      await remember(row.id, 'opened', step.why);
      if (step.splitFrom) await remember(step.splitFrom, 'split', `Split: “${row.title}” is trouble of its own, incident ${row.number}`);
      return row;
    }
    case 'update':
    case 'reopen': {
      const row = await tx.incident.update({
        where: { id: step.id },
        data: { status: 'open', closedAt: null, mergedIntoId: null, lastSeenAt: at, ...stored(step.diagnosis, at) },
      });
      if (step.why) await remember(step.id, step.do === 'reopen' ? 'reopened' : 'rediagnosed', step.why);
      return row;
    }
    case 'merge': {
      const row = await tx.incident.update({ where: { id: step.id }, data: { status: 'closed', closedAt: at, mergedIntoId: step.into } });
      await remember(step.id, 'merged', step.why);
      await remember(step.into, 'merged', `Incident ${row.number}, “${row.title}”, was merged into this one`);
      return row;
    }
    case 'close': {
      const row = await tx.incident.update({ where: { id: step.id }, data: { status: 'closed', closedAt: at } });
      await remember(step.id, 'closed', step.why);
      return row;
    }
  }
}

function stored(diagnosis: Diagnosis, at: Date) {
  const cause = diagnosis.causes[0];
  return {
    title: headline(diagnosis),
    fingerprint: fingerprintOf(diagnosis),
    code: cause?.code ?? null,
    ...(cause ? { object: { ...cause.object } } : {}),
    tier: cause?.tier ?? null,
    diagnosedAt: at,
    diagnosis: diagnosis as unknown as object,
    shape: shapeOf(diagnosis),
  };
}

/** Clusters of a client that have an open incident: they are looked at again even when no data comes, so that incidents close. */
export async function clustersWithOpenIncidents(): Promise<{ tenantId: string; cluster: string }[]> {
  return asSystem((tx) =>
    tx.incident.findMany({ where: { status: 'open' }, select: { tenantId: true, cluster: true }, distinct: ['tenantId', 'cluster'] }),
  );
}

/** A page of incidents, newest first; `cursor` is the number of the last one seen. */
export async function listIncidents(
  tenantId: string,
  filter: { status?: 'open' | 'closed' | undefined; cluster?: string | undefined; limit: number; cursor?: number | undefined },
) {
  return inTenant(tenantId, (tx) =>
    tx.incident.findMany({
      where: {
        ...(filter.status ? { status: filter.status } : {}),
        ...(filter.cluster ? { cluster: filter.cluster } : {}),
        ...(filter.cursor ? { number: { lt: filter.cursor } } : {}),
      },
      orderBy: { number: 'desc' },
      take: filter.limit,
      omit: { diagnosis: true, shape: true },
    }),
  );
}

const RELATIVE = { select: { id: true, number: true, title: true } } as const;

/** An incident with its diagnosis, history, feedback, and what it merged with or was split from. Throws the common 404. */
export async function getIncident(tenantId: string, id: string) {
  const incident = await inTenant(tenantId, (tx) =>
    tx.incident.findUnique({
      where: { id, tenantId },
      include: {
        history: { orderBy: { id: 'asc' } },
        feedback: { orderBy: { at: 'asc' } },
        mergedInto: RELATIVE,
        merged: { ...RELATIVE, orderBy: { number: 'asc' } },
        splitFrom: RELATIVE,
        split: { ...RELATIVE, orderBy: { number: 'asc' } },
      },
    }),
  );
  if (!incident) throw notFound();
  return { ...incident, diagnosis: incident.diagnosis as unknown as Diagnosis };
}

/** Keeps a fresh diagnosis that somebody asked for with its incident, and counts the RCA query, in one transaction. */
export async function keepRequestedDiagnosis(
  tenantId: string,
  incidentId: string | undefined,
  diagnosis: Diagnosis,
  by: string,
  now: number,
): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    await addToCounter(tx, tenantId, 'rca_queries', 1, now);
    if (!incidentId) return;
    const at = new Date(now);
    // What is healthy again keeps the diagnosis of when it was not.
    if (diagnosis.verdict === 'incident') await tx.incident.update({ where: { id: incidentId }, data: stored(diagnosis, at) });
    const text =
      diagnosis.verdict === 'incident'
        ? `Diagnosed again by ${by}: ${headline(diagnosis)}`
        : `Diagnosed again by ${by}: nothing is wrong now. ${diagnosis.reason}`;
    await tx.incidentHistory.create({ data: { tenantId, incidentId, at, kind: 'rediagnosed', text } });
  });
}
