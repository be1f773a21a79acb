import { metrics } from '#lib/platform/metrics.ts';
import type { PartsOf, RunningRole } from './role.ts';

export const name = 'graph-builder';
export const purpose = 'builds the graphs and keeps the incidents up to date';
export const queues = [] as const;
export const thread = 'graph';

/** Records of a stream in one transaction: over the network each waits for several answers; in a file a large one only keeps readers waiting. */
const BATCH_SIZE = { network: 2_500, file: 500 };

/** Builds the graphs of the clients whose shards this process holds, and diagnoses their clusters as they change. */
export async function start({ settings, db, log, graph, clock, logger, joinShards }: PartsOf['graph']): Promise<RunningRole> {
  const { startGraphBuilder } = await import('../graph-builder/index.ts');
  const { LiveDiagnosis } = await import('../diagnosis.ts');
  const { startDiagnosisThread } = await import('../diagnosis-thread.ts');
  const { isKnownCluster, registerClusters, removedClusters } = await import('#lib/clusters/index.ts');
  const { endRebuild, noteRebuild, wantedRebuilds } = await import('#lib/graph/index.ts');
  const { recordDeadLetters } = await import('#lib/dead-letters/record.ts');
  const { inTenantSql } = await import('#lib/platform/database/index.ts');
  const { getTenant, listActiveTenantIds } = await import('#lib/tenants/index.ts');

  const shards = await joinShards();
  const isMine = (tenantId: string) => shards.fenceOf(tenantId) !== undefined;
  const diagnoser = startDiagnosisThread(graph, logger);
  const diagnosis = new LiveDiagnosis({ store: graph, diagnoser, isMine, clock, logger });
  const builder = startGraphBuilder({
    log,
    store: graph,
    clients: async () => (await listActiveTenantIds()).filter(isMine),
    fenceOf: (tenantId) => shards.fenceOf(tenantId),
    clock,
    logger,
    batchSize: settings.NEO4J_URI ? BATCH_SIZE.network : BATCH_SIZE.file,
    onReplaced: () => diagnosis.graphReplaced(),
    rebuilds: {
      requested: wantedRebuilds,
      reportProgress: noteRebuild,
      finish: (tenantId, error) => endRebuild(tenantId, clock(), error),
    },
    retentionDays: async (tenantId) => (await getTenant(tenantId)).limits.retentionDays,
    maxObjects: async (tenantId) => (await getTenant(tenantId)).limits.liveObjects,
    refusedClusters: async (tenantId, clusters) =>
      [...clusters].every((name) => isKnownCluster(tenantId, name))
        ? new Set()
        : await registerClusters(await getTenant(tenantId), clusters),
    removedClusters,
    async onRejected(tenantId, { stream, record, reason }) {
      const letter = { offset: record.offset, reason: 'not_in_graph', detail: reason, record: record.value };
      await inTenantSql(db.pool, tenantId, (sql) =>
        recordDeadLetters((text, params) => sql.query(text, params), tenantId, 'graph', stream, [letter]),
      );
    },
    onApplied(tenantId, { records, clusters, unhealthy }) {
      metrics().messagesProcessed.inc({ client_id: tenantId }, records);
      for (const cluster of clusters) diagnosis.clusterChanged(tenantId, cluster, unhealthy);
    },
  });
  return {
    async stop() {
      await builder.stop();
      await diagnosis.stop();
      await diagnoser.stop();
      await shards.stop();
    },
  };
}
