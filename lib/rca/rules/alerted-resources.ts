import { command, inNamespace, kindAndName, kindSlashName } from '#lib/kubernetes/commands.ts';
import { dig, items, text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { Workload } from '../cluster/index.ts';
import { templateContainers } from '../cluster/workloads.ts';
import { logEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Scene, undo } from '../rule.ts';
import { type Alarm, alertText, workloadsAbout } from '../symptoms/alerts.ts';
import type { Evidence } from '../types.ts';
import { servesDatabase } from './database.ts';

/** Memory of a container that grows or nears its limit, as the alert measured it. */
export function growingMemory(_: Scene, { alert, workload }: Alarm): Candidate[] {
  if (!workload) return [];
  const name = alert.labels.container;
  const container = templateContainers(workload).find((one) => one.name === name);
  const limit = text(dig(container, 'resources', 'limits', 'memory'));
  return [
    {
      code: 'app.memory_leak',
      object: workload.ref,
      proof: 'log',
      weight: -0.02,
      own: true,
      summary: `The memory of ${name ? `container ${name} of ` : ''}${shown(workload.ref)} grows towards its limit${limit ? ` of ${limit}` : ''}.`,
      evidenceFor: [
        ...(limit
          ? [
              stateEvidence(
                workload.ref,
                `spec.template.spec.containers[${name}].resources.limits.memory`,
                limit,
                `Container ${name} may use ${limit}`,
              ),
            ]
          : []),
        ...memoryVolumes(workload),
      ],
      remedies: [
        {
          text: 'Find out what uses the memory (a cache without a bound, a leak, files in a volume of memory). A higher limit only delays the kill.',
          command: command`kubectl top pod ${inNamespace(workload.ref)} --containers`,
        },
        {
          text: 'A restart frees the memory for a while, and ends what the pods are doing.',
          command: command`kubectl rollout restart ${kindSlashName(workload.ref)}`,
        },
      ],
      hits: [hit(workload, 'memory grows', 'The container is killed when it reaches its limit')],
    },
  ];
}

/** Files in an emptyDir of the medium Memory count as memory of the container that writes them. */
function memoryVolumes({ ref, template }: Workload): Evidence[] {
  return items(template.volumes)
    .filter((volume) => dig(volume, 'emptyDir', 'medium') === 'Memory')
    .map(({ name }) =>
      stateEvidence(
        ref,
        `spec.template.spec.volumes[${text(name) ?? ''}].emptyDir.medium`,
        'Memory',
        `Volume ${text(name) ?? ''} is kept in memory, so that files in it count as memory of its containers`,
      ),
    );
}

/** A volume or the disk of a node that will be full soon: who writes to it. */
export function fillingVolume(scene: Scene, alarm: Alarm): Candidate[] {
  const { object, workload, alert } = alarm;
  if (object.kind === 'PersistentVolumeClaim') {
    const users = scene.cluster.consumersOf(object);
    return [
      {
        code: 'storage.volume_filling',
        object,
        proof: 'log',
        own: true,
        summary: `${shown(object)} is filling up.`,
        evidenceFor: [],
        remedies: [
          {
            text: 'See how large it is, and whether its storage class can enlarge it.',
            command: command`kubectl describe ${kindAndName(object)}`,
          },
          ...users.slice(0, 1).map(({ ref }) => ({
            text: 'See what fills it.',
            command: command`kubectl exec ${kindSlashName(ref)} -- df -h`,
          })),
        ],
        hits: users.map((one) => hit(one, 'volume fills', 'Its writes fail once the volume is full')),
      },
    ];
  }
  const onNode = object.kind === 'Node' ? scene.cluster.podsOn(object.name) : undefined;
  const writers = scene.cluster.workloads.filter(
    (one) =>
      (workload ? one === workload : onNode ? one.pods.some((pod) => onNode.includes(pod)) : one.ref.namespace === object.name) &&
      // An alert that names a namespace beside the node is about the pods of it.
      (alert.labels.namespace === undefined || one.ref.namespace === alert.labels.namespace) &&
      diskVolumes(one).length > 0,
  );
  const [only] = writers;
  if (!only || writers.length > 1) return [];
  const volumes = diskVolumes(only);
  return [
    {
      code: 'storage.volume_filling',
      object: only.ref,
      proof: 'pattern',
      weight: 0.1,
      own: true,
      summary: `${shown(only.ref)} writes to the disk of its node (${volumes.join(', ')}), which is filling up.`,
      evidenceFor: volumes.map((name) =>
        stateEvidence(only.ref, `spec.template.spec.volumes[${name}]`, 'emptyDir', `Volume ${name} lies on the disk of the node`),
      ),
      remedies: [
        { text: 'See what fills the disk.', command: command`kubectl exec ${kindSlashName(only.ref)} -- df -h` },
        {
          text: 'Give the data a PersistentVolumeClaim of its own, or a sizeLimit that the node can bear. The pods are replaced, and what is in the emptyDir is lost.',
          command: command`kubectl edit ${kindAndName(only.ref)}`,
        },
      ],
      hits: [hit(only, 'disk fills', 'Its pods are evicted once the disk of the node is full')],
    },
  ];
}

/** The volumes of a workload that lie on the disk of its node. */
function diskVolumes({ template }: Workload): string[] {
  return items(template.volumes).flatMap((volume) => {
    const isDisk = volume.emptyDir !== undefined && dig(volume, 'emptyDir', 'medium') !== 'Memory';
    return isDisk || volume.hostPath !== undefined ? [text(volume.name) ?? ''] : [];
  });
}

/** A database whose connections are used up, as a log says somewhere, or the only database that the alert can be about. */
export function usedUpConnections(scene: Scene, alarm: Alarm): Candidate[] {
  if (!/exhaust|satur|pool|too many|max|limit|elevated|high|used|leak/i.test(alertText(alarm.alert))) return [];
  const near = scene.cluster.workloads.filter(
    ({ ref }) => ref.namespace === (alarm.object.kind === 'Namespace' ? alarm.object.name : alarm.object.namespace),
  );
  const databases = workloadsAbout(scene.cluster, alarm).filter((one) => servesDatabase(scene, one));
  const served = databases.filter((one) => scene.cluster.servicesOf(one).length > 0);
  const [only] = served.length > 0 ? served : databases;
  if (!only || (served.length || databases.length) > 1) return [];
  const refusals = near.flatMap((one) => scene.cluster.factsOf(one).filter(({ type }) => type === 'connections-exhausted'));
  return [
    {
      code: 'dependency.db_connections_exhausted',
      object: only.ref,
      proof: refusals.length > 0 ? 'log' : 'pattern',
      weight: 0.06,
      own: true,
      summary: `The connections of ${shown(only.ref)} are used up.`,
      evidenceFor: refusals.slice(0, 3).map((fact) => logEvidence(fact)),
      remedies: [
        {
          text: 'Find out which client holds the connections; in PostgreSQL, pg_stat_activity lists them.',
          command: command`kubectl logs ${kindSlashName(only.ref)}`,
        },
        {
          text: 'Reduce the pools of the clients, or raise the limit. The database restarts for that.',
          command: command`kubectl edit ${kindAndName(only.ref)}`,
        },
        ...undo(only.ref),
      ],
      hits: [hit(only, 'connections used up', 'It refuses further connections'), ...new Set(refusals.map(({ workload }) => workload))].map(
        (one) => ('to' in one ? one : hit(one, 'database refuses', `${shown(only.ref)} refuses its connections`)),
      ),
    },
  ];
}
