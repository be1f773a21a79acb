import { command, nameOf } from '#lib/kubernetes/commands.ts';
import { dig, text, time } from '#lib/kubernetes/fields.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene } from '../rule.ts';
import type { Evidence } from '../types.ts';
import { sentence } from '../wording.ts';

/**
 * Control plane components that do not work.
 * Signals: pods Pending without any scheduling verdict (no PodScheduled condition, no FailedScheduling); the leader's
 * Lease in kube-system not renewed; its static pod not ready; a Deployment whose observedGeneration lags behind (no
 * controller manager). Blames: the component.
 * Sources: kubernetes.io/docs/concepts/overview/components; kubernetes.io/docs/concepts/architecture/leases.
 */
export const controlPlaneRule: Rule = (scene) => [...schedulerDown(scene), ...controllersDown(scene), ...componentsDown(scene)];

const STALE_MS = 60_000;

function schedulerDown(scene: Scene): Candidate[] {
  const waiting = scene.signs.filter(
    ({ what, troubles }) => what === 'NotScheduled' || troubles.some((trouble) => trouble.what === 'NotScheduled'),
  );
  const [first] = waiting;
  if (!first) return [];
  const verdict = scene.cluster.allEvents
    .filter(({ reason, component }) => (reason === 'Scheduled' || reason === 'FailedScheduling') && component !== 'kubelet')
    .at(-1);
  const own = waiting.some(({ troubles }) =>
    troubles.some(({ pod }) => text(pod.spec.schedulerName) !== undefined && pod.spec.schedulerName !== 'default-scheduler'),
  );
  const evidence: Evidence[] = waiting.flatMap(({ troubles }) =>
    troubles
      .filter(({ what }) => what === 'NotScheduled')
      .slice(0, 2)
      .map(({ pod }) =>
        stateEvidence(
          pod.ref,
          'status.conditions',
          pod.object.status?.conditions ?? [],
          `${pod.ref.name} is Pending, and no scheduler has reported a verdict on it`,
        ),
      ),
  );
  return [
    {
      code: 'control_plane.scheduler_down',
      object: { kind: 'Component', namespace: 'kube-system', name: 'kube-scheduler' },
      proof: 'state',
      weight: own ? -0.2 : 0.02,
      own: true,
      summary: 'The scheduler is not working: it does not schedule new pods.',
      evidenceFor: [
        ...evidence,
        ...leaseEvidence(scene, 'kube-scheduler'),
        ...(verdict ? [eventEvidence(verdict, `The scheduler last reported on ${shown(verdict.about)}`)] : []),
      ],
      remedies: [
        { text: 'Check the pods of the scheduler.', command: command`kubectl -n kube-system get pods -l component=kube-scheduler` },
        { text: 'Find its container on the control-plane node.', command: command`crictl ps -a --name kube-scheduler` },
        { text: 'Read the log of that container.', command: command`crictl logs CONTAINER` },
      ],
      hits: waiting.flatMap(({ workload }) => (workload ? [hit(workload, 'not scheduled', 'Its pods wait to be scheduled')] : [])),
    },
  ];
}

/** Specs that no controller acts on: the controllers of the controller manager do not work. */
function controllersDown(scene: Scene): Candidate[] {
  const ignored = scene.signs.filter(({ what }) => what === 'NotObserved');
  if (ignored.length === 0) return [];
  return [
    {
      code: 'control_plane.component_down',
      object: { kind: 'Component', namespace: 'kube-system', name: 'kube-controller-manager' },
      proof: 'state',
      weight: 0.02,
      own: true,
      summary: 'The controller manager is not working: changes to workloads have no effect.',
      evidenceFor: [
        ...ignored
          .slice(0, 3)
          .map(({ object, message }) => stateEvidence(object, 'status.observedGeneration', message, `${shown(object)}: ${message}`)),
        ...leaseEvidence(scene, 'kube-controller-manager'),
      ],
      remedies: [
        {
          text: 'Check the pods of the controller manager.',
          command: command`kubectl -n kube-system get pods -l component=kube-controller-manager`,
        },
        { text: 'Find its container on the control-plane node.', command: command`crictl ps -a --name kube-controller-manager` },
        { text: 'Read the log of that container.', command: command`crictl logs CONTAINER` },
      ],
      hits: ignored.flatMap(({ workload, message }) => (workload ? [hit(workload, 'spec ignored', message)] : [])),
    },
  ];
}

function leaseEvidence({ cluster }: Scene, name: string): Evidence[] {
  const lease = cluster.find('Lease', 'kube-system', name);
  const renewed = time(dig(lease?.object, 'spec', 'renewTime'));
  if (!lease || renewed === undefined || cluster.now - renewed < STALE_MS) return [];
  return [
    stateEvidence(
      lease.ref,
      'spec.renewTime',
      text(dig(lease.object, 'spec', 'renewTime')) ?? '',
      `The lease of ${name} was last renewed ${Math.round((cluster.now - renewed) / 1000)} s ago`,
    ),
  ];
}

const COMPONENTS = ['kube-apiserver', 'kube-controller-manager', 'etcd', 'cloud-controller-manager', 'kube-scheduler'];

/** Failing static pods of the control plane. */
function componentsDown(scene: Scene): Candidate[] {
  return scene.signs.flatMap(({ workload, message, object }) => {
    const name = COMPONENTS.find((component) => workload?.ref.namespace === 'kube-system' && workload.ref.name.startsWith(component));
    if (!workload || !name) return [];
    const blamed: ObjectRef = { kind: 'Component', namespace: 'kube-system', name };
    const candidate: Candidate = {
      code: name === 'kube-scheduler' ? 'control_plane.scheduler_down' : 'control_plane.component_down',
      object: blamed,
      proof: 'state',
      own: true,
      summary: sentence(`The control plane component ${name} is not running: ${message}`),
      evidenceFor: [stateEvidence(object, 'status', message, `${shown(object)}: ${message}`), ...leaseEvidence(scene, name)],
      remedies: [
        {
          text: 'Find out why it does not run.',
          command: command`kubectl describe pod ${nameOf(workload.pods[0]?.ref ?? ref('Pod', 'kube-system', name))}`,
        },
      ],
      hits: [hit(workload, 'down', message)].filter(({ to }) => keyOf(to) !== keyOf(blamed)),
    };
    return [candidate];
  });
}
