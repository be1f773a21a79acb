import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, words } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { RiskCheck } from './check.ts';
import { isOfStatefulSet } from './templates.ts';

/**
 * Several replicas on one claim that only one node may use: a replica on another node, or a rollout to one, cannot start.
 * Source: kubernetes.io/docs/concepts/storage/persistent-volumes, "Access Modes".
 */
export const sharedVolumeRisk: RiskCheck = {
  code: 'volume.shared_by_replicas',
  title: 'Several replicas on a volume for one node',
  foretells: /^storage\.(?:volume_occupied|access_mode_mismatch|mount_failed)/,
  find: ({ cluster }) =>
    cluster.workloads.flatMap((workload) => {
      if ((workload.desired ?? 0) < 2 || workload.deletedAt !== undefined) return [];
      return cluster.referencesOf(workload).flatMap(({ target }) => {
        if (target.kind !== 'PersistentVolumeClaim' || isOfStatefulSet(workload, target)) return [];
        const claim = cluster.find(target.kind, target.namespace, target.name);
        const modes = words(dig(claim?.object, 'spec', 'accessModes'));
        if (modes.length === 0 || modes.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany')) return [];
        return [
          {
            object: workload.ref,
            target,
            severity: 'medium' as const,
            text: `${shown(workload.ref)} runs ${workload.desired} replicas on ${shown(target)}, which one node alone may use (${modes.join(', ')}).`,
            path: 'spec.template.spec.volumes',
            value: target.name,
            remedy: {
              text: 'Run one replica, give each its own claim (a StatefulSet), or use a volume with ReadWriteMany.',
              command: command`kubectl describe ${kindAndName(target)}`,
            },
          },
        ];
      });
    }),
};
