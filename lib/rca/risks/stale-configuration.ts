import { command, kindSlashName } from '#lib/kubernetes/commands.ts';
import { dig, fields, items, time } from '#lib/kubernetes/fields.ts';
import { keyOf, type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import type { Finding, RiskCheck } from './check.ts';
import type { Cluster } from './templates.ts';

/** Whoever writes a Secret and a Deployment together may write the Secret a little later, in ms. */
const TOGETHER_MS = 60_000;

/**
 * A Secret or ConfigMap that was written after all pods that read it as environment variables had started: they still have the
 * old values, and the next restart brings the new ones.
 * Source: kubernetes.io/docs/concepts/configuration/configmap, "Mounted ConfigMaps are updated automatically".
 */
export const staleConfigurationRisk: RiskCheck = {
  code: 'configuration.newer_than_pods',
  title: 'Configuration that is newer than the pods that read it',
  foretells: /^config\.|^dependency\.db_|^app\.crash|^rollout\.bad_revision/,
  find: ({ cluster }) =>
    cluster.workloads.flatMap((workload): Finding[] => {
      const running = workload.pods.filter(({ ready, createdAt }) => ready && createdAt !== undefined);
      if (running.length === 0 || workload.ref.kind === 'Job' || workload.ref.kind === 'CronJob') return [];
      const newest = Math.max(...running.map(({ createdAt }) => createdAt ?? 0));
      const read = cluster.referencesOf(workload).filter(({ asEnv }) => asEnv);
      return [...new Map(read.map(({ target }) => [keyOf(target), target])).values()].flatMap((target): Finding[] => {
        const at = writtenAt(cluster, target);
        if (at === undefined || at < newest + TOGETHER_MS) return [];
        return [
          {
            object: workload.ref,
            target,
            severity: 'low',
            text: `${shown(target)} was written after the pods of ${shown(workload.ref)} had started: they still have the values from before.`,
            path: 'spec.template.spec.containers',
            value: target.name,
            remedy: {
              text: 'Restart the workload when the new values may take effect.',
              ...(['Deployment', 'StatefulSet', 'DaemonSet'].includes(workload.ref.kind) && {
                command: command`kubectl rollout restart ${kindSlashName(workload.ref)}`,
              }),
            },
          },
        ];
      });
    }),
};

/** When the data of an object was last written, as far as it is known; epoch ms. */
function writtenAt(cluster: Cluster, target: ObjectRef): number | undefined {
  const entity = cluster.find(target.kind, target.namespace, target.name);
  if (!entity) return undefined;
  const writes = items(dig(entity.object, 'metadata', 'managedFields')).flatMap((entry) =>
    fields(entry.fieldsV1)['f:data'] === undefined ? [] : (time(entry.time) ?? []),
  );
  const changes = cluster
    .changesOf(target)
    .flatMap(({ at, fields: changed }) => (changed.some(({ path }) => path.startsWith('/data')) ? at : []));
  const known = [entity.createdAt, ...writes, ...changes].filter((at) => at !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}
