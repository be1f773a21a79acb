import { clusterLimit, registerClusters } from '#lib/clusters/index.ts';
import { type Run, recordDeadLetters } from '#lib/dead-letters/record.ts';
import { eventLog, UnknownStreamError } from '#lib/event-log/index.ts';
import { inTenant } from '#lib/platform/database/index.ts';
import { handle } from '#lib/platform/handles.ts';
import { SpanKind, withSpan } from '#lib/platform/tracing.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { notProvisioned, suspended } from '#lib/tenants/index.ts';
import { addToCounter, assertMayIngest, findDuplicates, noteIngested } from '#lib/usage/index.ts';
import { admit, type RecordResult } from '#lib/wire/admission.ts';
import type { Stream } from '#lib/wire/names.ts';
import { assertBacklogBelowLimit } from './backlog.ts';

/** The result of a batch; `results` are in the order of its records. `duplicates` are among the accepted, and are not billed. */
export interface Ingested {
  accepted: number;
  duplicates: number;
  rejected: number;
  results: RecordResult[];
}

/** Ingests a batch. */
export type Ingest = (tenant: TenantContext, stream: Stream, body: Uint8Array, gzip: boolean, now: number) => Promise<Ingested>;

/** Ingest in another thread of this process, if there is one, so that the portal stays responsive. */
export const ingestThread = handle<Ingest>('ingest-thread');

/** Tenants whose first data this process knows to be recorded. */
const knownToSend = new Set<string>();

/**
 * Ingests a batch of one stream: validates each record, appends the valid ones to the client's stream, and returns a result
 * for every record. Rejected records become dead letters. Throws a Problem: 400 or 413 for a body that is not a batch, 402
 * while suspended, 409 before the streams exist, 429 at a limit of the plan or with too large a backlog. `now` in epoch ms.
 */
export async function ingest(tenant: TenantContext, stream: Stream, body: Uint8Array, gzip: boolean, now: number): Promise<Ingested> {
  if (tenant.status === 'suspended') throw suspended(tenant);
  await assertMayIngest(tenant, now);
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
  // Before they are appended: afterwards usage may have counted this very batch.
  const duplicates = await findDuplicates(
    tenant.id,
    accepted.map(({ identity }) => identity),
  );
  if (accepted.length > 0) {
    try {
      const attributes = { 'messaging.batch.message_count': accepted.length, 'kg_rca.client_id': tenant.id };
      await withSpan(`append ${stream}`, { kind: SpanKind.PRODUCER, attributes }, () => eventLog.use().append(tenant.id, stream, accepted));
    } catch (error) {
      if (!(error instanceof UnknownStreamError)) throw error;
      throw notProvisioned();
    }
  }
  if (accepted.length > 0) await recordFirstData(tenant.id, now);
  if (rejected.length > 0) {
    await inTenant(tenant.id, async (tx) => {
      const run: Run = (sql, params) => tx.$executeRawUnsafe(sql, ...params);
      // In the order of the consumer that counts (lib/usage), or the two could wait for each other.
      await addToCounter(tx, tenant.id, 'rejected', rejected.length, now);
      await recordDeadLetters(run, tenant.id, 'edge', stream, rejected);
    });
  }
  noteIngested(tenant.id, { rejected: rejected.length, bytes: accepted.reduce((sum, { value }) => sum + value.length, 0) }, now);
  const results: RecordResult[] = Array.from({ length: admission.total }, () => ({ status: 'accepted' }));
  for (const { index, reason, detail } of rejected) results[index] = { status: 'rejected', reason, detail };
  accepted.forEach(({ index }, place) => {
    if (duplicates.has(place)) results[index] = { status: 'accepted', duplicate: true };
  });
  return { accepted: accepted.length, duplicates: duplicates.size, rejected: rejected.length, results };
}

/** Records the time of a client's first data, once. For `ingest`, and for data that came over Kafka. `now` in epoch ms. */
export async function recordFirstData(tenantId: string, now: number): Promise<void> {
  if (knownToSend.has(tenantId)) return;
  await inTenant(tenantId, (tx) =>
    tx.tenant.updateMany({ where: { id: tenantId, firstDataAt: null }, data: { firstDataAt: new Date(now) } }),
  );
  knownToSend.add(tenantId);
}
