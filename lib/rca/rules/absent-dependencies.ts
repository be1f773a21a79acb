import { command, kindAndName, kindSlashName, portNumber } from '#lib/kubernetes/commands.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Call, Cluster, LogFact, Workload } from '../cluster/index.ts';
import { changeEvidence, logEvidence, stateEvidence } from '../evidence.ts';
import { failingCalls } from '../failing-calls.ts';
import { type Candidate, hit, type Rule, type Scene } from '../rule.ts';
import { isCrash } from './crash.ts';

/**
 * Dependencies that are missing: Services that do not exist and workloads that do not run.
 * Signals: several callers name a Service that does not exist, or it was deleted recently; callers log refused or
 * timed-out calls to a Service without ready pods.
 * Blames: the missing Service, or the workload behind the Service unless a fault of its own is known.
 * Spreads: dependency -> callers, against the direction of the calls.
 * Source: kubernetes.io/docs/tasks/debug/debug-application/debug-service.
 */
export const absentDependencyRule: Rule = (scene) => [...missingServices(scene), ...downDependencies(scene)];

/** Services that do not exist although several workloads call them, and Services that were deleted recently. */
function missingServices(scene: Scene): Candidate[] {
  const { cluster } = scene;
  const callers = new Map<string, { target: ObjectRef; calls: Call[] }>();
  for (const workload of cluster.workloads)
    for (const call of cluster.callsOf(workload)) {
      if (call.service || !call.inCluster) continue;
      const [name = '', namespace] = call.host.split('.');
      const target = ref('Service', namespace && call.host.includes('.svc') ? namespace : workload.ref.namespace, name);
      const key = `${target.namespace}/${name}`;
      const entry = callers.get(key) ?? { target, calls: [] };
      entry.calls.push(call);
      callers.set(key, entry);
    }
  return [...callers.values()].flatMap(({ target, calls }) => {
    const failing = calls.filter(({ from }) => scene.signOf(from));
    const [first] = failing;
    // Most targets in a large cluster: what follows looks through all workloads.
    if (!first) return [];
    const deleted = cluster.changesOf(target).find(({ op }) => op === 'deleted');
    const twin = cluster.workloads.find(
      ({ ref: own }) => own.namespace === target.namespace && own.name === target.name && own.kind !== 'Job',
    );
    const isMeant = deleted !== undefined || twin !== undefined || new Set(calls.map(({ from }) => from.key)).size > 1;
    if (!isMeant || !cluster.knows('Service', target.namespace)) return [];
    const candidate: Candidate = {
      code: 'service.missing',
      object: target,
      proof: 'state',
      // Pods of that name run without a Service, so the callers have the right address.
      weight: twin ? 0.03 : 0,
      own: true,
      summary: `${shown(target)} does not exist, but it is called by ${calls.map(({ from }) => shown(from.ref)).join(', ')}.`,
      evidenceFor: [
        ...(deleted ? [changeEvidence(deleted)] : []),
        ...calls
          .slice(0, 3)
          .map((call) =>
            stateEvidence(call.from.ref, call.where, call.value, `${shown(call.from.ref)} calls ${call.host} (${call.where})`),
          ),
      ],
      remedies: [
        {
          text: 'Create the Service again.',
          command: command`kubectl expose ${kindSlashName({ ...target, kind: twin?.ref.kind ?? 'Deployment' })} --port=${portNumber(first.port)}`,
        },
      ],
      hits: failing.map(({ from }) => hit(from, 'name not found', `${shown(from.ref)} calls ${target.name}, which does not exist`)),
      ...(deleted && { change: deleted }),
    };
    return [candidate];
  });
}

/** Whether its program crashes without reporting a failed call: then the crash itself is the fault. */
function crashesByItself(scene: Scene, workload: Workload): boolean {
  const troubles = scene.signOf(workload)?.troubles ?? [];
  return troubles.some((trouble) => isCrash(trouble) && trouble.container?.init !== true) && failingCalls(scene, workload).length === 0;
}

/**
 * The workloads without a ready pod to which a failed call leads: behind the Service or the pod address that the log names, or
 * if it names none, behind the only such Service that the caller is configured to call.
 */
function unreadyTargets(cluster: Cluster, caller: Workload, { host, type }: LogFact): Workload[] {
  if (host === undefined) {
    if (type !== 'refused') return [];
    const down = new Set(
      cluster.callsOf(caller).flatMap(({ service }) => (service && service.readyPods.length === 0 && !service.external ? [service] : [])),
    );
    return down.size === 1 ? [...down].flatMap((service) => service.workloads) : [];
  }
  const service = cluster.names.resolve(host, caller.ref.namespace);
  if (service) return service.readyPods.length > 0 ? [] : service.workloads;
  return cluster.workloads.filter(({ pods }) => pods.some((pod) => pod.ip === host) && !pods.some((pod) => pod.ready));
}

/** Workloads that others fail to reach. They are blamed themselves unless another rule knows more about them. */
function downDependencies(scene: Scene): Candidate[] {
  const { cluster } = scene;
  const found = new Map<string, { workload: Workload; facts: LogFact[]; callers: Workload[] }>();
  for (const caller of cluster.workloads) {
    for (const fact of failingCalls(scene, caller)) {
      for (const workload of unreadyTargets(cluster, caller, fact)) {
        if (workload === caller || crashesByItself(scene, workload)) continue;
        const entry = found.get(workload.key) ?? { workload, facts: [], callers: [] };
        entry.facts.push(fact);
        if (!entry.callers.includes(caller)) entry.callers.push(caller);
        found.set(workload.key, entry);
      }
    }
  }
  return [...found.values()].map(({ workload, facts, callers }) => ({
    code: 'dependency.unavailable',
    object: workload.ref,
    proof: 'log',
    own: false,
    weight: scene.signOf(workload) ? -0.05 : -0.15,
    summary: `${shown(workload.ref)} does not answer, which affects ${callers.map((one) => shown(one.ref)).join(', ')}.`,
    evidenceFor: facts.slice(0, 3).map((fact) => logEvidence(fact)),
    remedies: [{ text: 'Find out why it does not run.', command: command`kubectl describe ${kindAndName(workload.ref)}` }],
    hits: [
      hit(workload, 'down', 'It has no ready pod'),
      ...callers.map((caller) => hit(caller, 'connection refused', `${shown(caller.ref)} calls it`)),
    ],
  }));
}
