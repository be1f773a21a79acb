import { clusterLimit, isKnownCluster, registerClusters } from '#lib/clusters/index.ts';
import { type Run, recordDeadLetters } from '#lib/dead-letters/record.ts';
import { eventLog, UnknownStreamError } from '#lib/event-log/index.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { handle } from '#lib/platform/handles.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { getTenant, suspended } from '#lib/tenants/index.ts';
import { addToCounter, assertWithinLimit } from '#lib/usage/index.ts';
import { admit, type RecordResult } from '#lib/wire/admission.ts';
import type { Stream } from '#lib/wire/names.ts';
import { assertBacklogBelowLimit } from './backlog.ts';

/** What became of a batch; `results` in the order of its records. */
export interface Ingested {
  accepted: number;
  rejected: number;
  results: RecordResult[];
}

/** Takes batches in. */
export type Ingest = (tenant: TenantContext, stream: Stream, body: Uint8Array, gzip: boolean, now: number) => Promise<Ingested>;

/** Another thread of this process that takes batches in, where there is one, so that the portal stays quick. */
export const ingestThread = handle<Ingest>('ingest-thread');

/** Clients whose first data this process has seen noted. */
const sending = new Set<string>();

/**
 * Takes a batch of one stream for a client: validates each record, appends what is right to the client's stream, and
 * answers for every record. Throws a Problem: 402 suspended, 409 not provisioned yet, 429 over a hard limit or
 * too far ahead of its graph,
 * 400 or 413 for a body that is no batch.
 */
export async function ingest(tenant: TenantContext, stream: Stream, body: Uint8Array, gzip: boolean, now: number): Promise<Ingested> {
  if (tenant.status === 'suspended') throw suspended();
  await assertWithinLimit(tenant, 'events', now);
  await assertBacklogBelowLimit(tenant.id, now);
  const admission = admit(stream, body, gzip);
  const refusedClusters = await registerClusters(tenant, new Set(admission.accepted.map((record) => record.cluster)));
  const accepted = admission.accepted.filter((record) => !refusedClusters.has(record.cluster));
  const rejected = [
    ...admission.rejected,
    ...admission.accepted
      .filter((record) => refusedClusters.has(record.cluster))
      .map((record) => ({ index: record.index, reason: 'cluster_limit', detail: clusterLimit(tenant), record: record.value })),
  ];
  if (accepted.length > 0) {
    try {
      await eventLog.use().append(tenant.id, stream, accepted);
    } catch (error) {
      if (!(error instanceof UnknownStreamError)) throw error;
      throw new Problem(409, 'not_provisioned', 'This client is still being set up. Try again in some seconds.', {
        headers: { 'Retry-After': '5' },
      });
    }
  }
  if (accepted.length > 0) await noteFirstData(tenant.id, now);
  if (rejected.length > 0) {
    await inTenant(tenant.id, async (tx) => {
      const run: Run = (sql, params) => tx.$executeRawUnsafe(sql, ...params);
      await recordDeadLetters(run, tenant.id, 'edge', stream, rejected);
      await addToCounter(tx, tenant.id, 'rejected', rejected.length, now);
    });
  }
  const results: RecordResult[] = Array.from({ length: admission.total }, () => ({ status: 'accepted' }));
  for (const { index, reason, detail } of rejected) results[index] = { status: 'rejected', reason, detail };
  return { accepted: accepted.length, rejected: rejected.length, results };
}

/**
 * Notes what came in by Kafka, past this edge: new clusters, as far as the plan allows, and that the client's first data
 * is here. Answers the clusters that the plan does not hold.
 */
export async function noteArrivals(tenantId: string, clusters: readonly string[], now: number): Promise<Set<string>> {
  if (clusters.every((cluster) => isKnownCluster(tenantId, cluster))) return new Set();
  const tenant = await getTenant(tenantId);
  const refused = await registerClusters(tenant, new Set(clusters));
  await noteFirstData(tenantId, now);
  return refused;
}

async function noteFirstData(tenantId: string, now: number): Promise<void> {
  if (sending.has(tenantId)) return;
  await inTenant(tenantId, (tx) =>
    tx.tenant.updateMany({ where: { id: tenantId, firstDataAt: null }, data: { firstDataAt: new Date(now) } }),
  );
  sending.add(tenantId);
}
