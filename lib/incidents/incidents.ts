import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { notFound } from '#lib/platform/problem.ts';
import { withOnset } from '#lib/rca/culprit.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { noteFailure, noteSuccess } from '#lib/tenants/index.ts';
import { wellFormedDeep } from '#lib/text/index.ts';
import { countRcaQueries } from '#lib/usage/index.ts';
import type { Incident } from '../../prisma/generated/client.ts';
import { alone } from './alone.ts';
import { involvedIn } from './involved.ts';
import { isWeaker, withWhatWasKnown } from './kept-diagnosis.ts';
import { fingerprintOf, headline, type IncidentStep, isReadable, REOPEN_WITHIN_MS, reconcile } from './reconcile.ts';
import { severityOf } from './severity.ts';
import { shapeOf } from './similarity.ts';
import { unreadOf, withGaps } from './unread.ts';

/** An incident starts at most this long before it is first seen: no evidence reaches further back. */
const OLDEST_ONSET_MS = 60 * 60_000;

/** What came back was not done. */
/** What comes back is neither resolved nor acknowledged: somebody has to look again, and escalations count from anew. */
const UNTOUCHED = {
  ...{ acknowledgedAt: null, acknowledgedBy: null },
  ...{ resolvedAt: null, resolvedBy: null, resolutionCode: null, resolutionNote: null },
};

/** A stored incident after a refresh has changed it. Times in epoch ms. */
export interface RefreshedIncident {
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
 * Updates the stored incidents of a cluster to the current diagnoses, in one transaction under a lock on the tenant, so that
 * concurrent graph builders cannot open the same incident twice. Returns the incidents that it changed. If that fails, each
 * step is taken for itself: an incident that cannot be read or stored is skipped and told to the staff, and the others are
 * updated. Throws what is no fault of an incident, as when the database is away. `now` in epoch ms.
 */
export async function refreshIncidents(
  tenantId: string,
  cluster: string,
  diagnoses: readonly Diagnosis[],
  now: number,
): Promise<RefreshedIncident[]> {
  const of = { tenantId, work: 'incident', subject: cluster } as const;
  try {
    const refreshed = await refresh(tenantId, cluster, diagnoses, now);
    await noteSuccess(of);
    return refreshed;
  } catch {
    const skipped: unknown[] = [];
    const refreshed = await refresh(tenantId, cluster, diagnoses, now, (error) => skipped.push(error));
    for (const error of skipped) await noteFailure(of, error, now);
    return refreshed;
  }
}

/** With `skip`, what fails is handed to it and left out; without, everything is done or nothing. */
async function refresh(
  tenantId: string,
  cluster: string,
  diagnoses: readonly Diagnosis[],
  now: number,
  skip?: (error: unknown) => void,
): Promise<RefreshedIncident[]> {
  return inTenant(tenantId, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`incidents ${tenantId}`}, 0))`;
    const rows = await tx.incident.findMany({
      where: { cluster, OR: [{ status: 'open' }, { lastSeenAt: { gte: new Date(now - REOPEN_WITHIN_MS) } }] },
      orderBy: { number: 'asc' },
    });
    const known = rows.map((row) => ({
      id: row.id,
      status: row.status,
      fingerprint: row.fingerprint,
      lastSeenAt: row.lastSeenAt.getTime(),
      diagnosis: row.diagnosis as unknown as Diagnosis,
    }));
    const readable = skip
      ? known.filter(({ diagnosis }, index) => isReadable(diagnosis, (why) => skip(new Error(`incident ${rows[index]!.number}: ${why}`))))
      : known;
    const usable = skip ? diagnoses.filter((one) => isReadable(one, (why) => skip(new Error(why)))) : diagnoses;
    const unread = await unreadOf(tx, tenantId, cluster);
    const steps = reconcile(
      readable,
      usable.map((one) => withGaps(one, unread)),
      now,
    );
    const refreshed: RefreshedIncident[] = [];
    for (const step of steps) {
      // What the store refuses is replaced at the edges; a graph that was written before may hold it still.
      const take = () => applyStep(tx, tenantId, cluster, wellFormedDeep(step), now);
      const row = skip ? await alone(tx, take, skip) : await take();
      if (row) refreshed.push(refreshedOf(row));
    }
    return refreshed;
  });
}

function refreshedOf({ id, number, cluster, status, title, openedAt, closedAt, diagnosis }: Incident): RefreshedIncident {
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

async function applyStep(tx: Tx, tenantId: string, cluster: string, step: IncidentStep, now: number): Promise<Incident> {
  const at = new Date(now);
  const addHistory = (incidentId: string, kind: string, text: string) =>
    tx.incidentHistory.create({ data: { tenantId, incidentId, at, kind, text } });
  switch (step.do) {
    case 'open': {
      const { _max } = await tx.incident.aggregate({ _max: { number: true } });
      const onset = Math.max(onsetOf(step.diagnosis, now), now - OLDEST_ONSET_MS, step.notBefore ?? 0);
      const row = await tx.incident.create({
        data: {
          tenantId,
          cluster,
          number: (_max.number ?? 0) + 1,
          status: 'open',
          openedAt: new Date(onset),
          lastSeenAt: at,
          splitFromId: step.splitFrom ?? null,
          ...stored(step.diagnosis.onset ? withOnset(step.diagnosis, { ...step.diagnosis.onset, at: onset }) : step.diagnosis, at),
        },
      });
      await addHistory(row.id, 'opened', step.why);
      if (step.splitFrom)
        await addHistory(step.splitFrom, 'split', `Split: “${row.title}” is a separate problem, now incident ${row.number}`);
      return row;
    }
    case 'update':
    case 'reopen': {
      const row = await tx.incident.update({
        where: { id: step.id },
        data: {
          status: 'open',
          closedAt: null,
          mergedIntoId: null,
          lastSeenAt: at,
          ...(step.do === 'reopen' && UNTOUCHED),
          ...stored(step.diagnosis, at),
        },
      });
      if (step.why) await addHistory(step.id, step.do === 'reopen' ? 'reopened' : 'rediagnosed', step.why);
      return row;
    }
    case 'merge': {
      const row = await tx.incident.update({ where: { id: step.id }, data: { status: 'closed', closedAt: at, mergedIntoId: step.into } });
      await addHistory(step.id, 'merged', step.why);
      await addHistory(step.into, 'merged', `Incident ${row.number}, “${row.title}”, was merged into this one`);
      return row;
    }
    case 'close': {
      const row = await tx.incident.update({ where: { id: step.id }, data: { status: 'closed', closedAt: at } });
      await addHistory(step.id, 'closed', step.why);
      return row;
    }
  }
}

/** When a problem began, epoch ms: as its diagnosis says, otherwise with the first of its symptoms. */
function onsetOf({ onset, symptoms }: Diagnosis, now: number): number {
  const since = onset ? [onset.at] : symptoms.flatMap((symptom) => (symptom.since === undefined ? [] : [symptom.since]));
  return Math.min(now, ...since);
}

function stored(diagnosis: Diagnosis, at: Date) {
  const cause = diagnosis.causes[0];
  return {
    title: headline(diagnosis),
    fingerprint: fingerprintOf(diagnosis),
    code: cause?.code ?? null,
    ...(cause ? { object: { ...cause.object } } : {}),
    tier: cause?.tier ?? null,
    severity: severityOf(diagnosis),
    diagnosedAt: at,
    diagnosis: diagnosis as unknown as object,
    shape: shapeOf(diagnosis),
    ...involvedIn(diagnosis),
  };
}

/** All clusters with an open incident: they are diagnosed again even without new data, so that incidents close. */
export async function clustersWithOpenIncidents(): Promise<{ tenantId: string; cluster: string }[]> {
  return asSystem((tx) =>
    tx.incident.findMany({ where: { status: 'open' }, select: { tenantId: true, cluster: true }, distinct: ['tenantId', 'cluster'] }),
  );
}

const RELATIVE = { select: { id: true, number: true, title: true } } as const;

/** Who works on an incident, as others see them. */
export const ASSIGNEE = { select: { id: true, name: true } } as const;

/** An incident with its diagnosis, history, feedback, comments, and the incidents it was merged with, split from or linked to. Throws a Problem with status 404 for an unknown id. */
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
        assignee: ASSIGNEE,
        comments: { orderBy: { at: 'asc' } },
        links: { select: { other: RELATIVE } },
        linkedFrom: { select: { incident: RELATIVE } },
      },
    }),
  );
  if (!incident) throw notFound();
  const { links, linkedFrom, ...rest } = incident;
  const linked = [...links.map(({ other }) => other), ...linkedFrom.map(({ incident: one }) => one)].sort((a, b) => a.number - b.number);
  return { ...rest, linked, diagnosis: incident.diagnosis as unknown as Diagnosis };
}

/** Stores a requested diagnosis of a cluster with its incident, if there is one, and counts the RCA query, in one transaction. `by` names who requested it; `now` in epoch ms. */
export async function storeRequestedDiagnosis(
  tenantId: string,
  cluster: string,
  incidentId: string | undefined,
  diagnosis: Diagnosis,
  by: string,
  now: number,
): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    await countRcaQueries(tx, tenantId, cluster, 1, now);
    if (!incidentId) return;
    const at = new Date(now);
    const known = await tx.incident.findUniqueOrThrow({ where: { id: incidentId }, select: { status: true, diagnosis: true } });
    const before = known.diagnosis as unknown as Diagnosis;
    // Of an incident that has recovered or is closed, and of one that was explained better, the diagnosis is kept.
    if (diagnosis.verdict === 'incident' && known.status === 'open' && !isWeaker(diagnosis, before))
      await tx.incident.update({ where: { id: incidentId }, data: stored(wellFormedDeep(withWhatWasKnown(diagnosis, before)), at) });
    const text =
      diagnosis.verdict === 'incident'
        ? `Diagnosed again by ${by}: ${headline(diagnosis)}`
        : `Diagnosed again by ${by}: no problem found. ${diagnosis.reason}`;
    await tx.incidentHistory.create({ data: { tenantId, incidentId, at, kind: 'rediagnosed', text } });
  });
}
