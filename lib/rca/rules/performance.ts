import { byText } from '#lib/kubernetes/canonical.ts';
import { command, inNamespace, kindAndName, nodeName } from '#lib/kubernetes/commands.ts';
import { dig } from '#lib/kubernetes/fields.ts';
import { quantity } from '#lib/kubernetes/quantity.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Service, Workload } from '../cluster/index.ts';
import type { Series } from '../cluster/series.ts';
import { alertEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, withChange } from '../rule.ts';
import type { AlertRecord, Evidence } from '../types.ts';

/**
 * Slowness without failure: exhausted CPU, or a slow network of a pod or a node.
 * Signals: metrics before and after (latency quantiles, cpu_cores, cpu_throttled_seconds, tcp_retransmits); if there
 * are none, alerts about latency or CPU.
 * Blames: the workload whose CPU usage rose until it was throttled; otherwise the deepest slow workload, which calls
 * nothing slow and has normal CPU usage; or the node with retransmissions on which most of the slow workloads run.
 * Spreads: slow callee -> its callers. Source: kubernetes.io/docs/concepts/configuration/manage-resources-containers,
 * "How Kubernetes applies resource requests and limits"; docs.kernel.org, "CFS Bandwidth Control".
 */
export const performanceRule: Rule = (scene) => {
  const measured = readings(scene);
  const cpu = measured.filter(isSaturated).map((one) => saturated(scene, one));
  const slow = measured.filter(isSlow);
  const node = lossyNode(scene, slow);
  const calm = slow.filter((one) => !isSaturated(one));
  return [...cpu, ...(node ? [node] : []), ...slowest(scene, calm, measured)];
};

/** What the metrics (or alerts) say about one workload. */
interface Reading {
  workload: Workload;
  latency: { before: number; after: number; series: Series } | undefined;
  cpu: Series | undefined;
  throttled: Series | undefined;
  alerts: AlertRecord[];
}

function readings({ cluster }: Scene): Reading[] {
  const found = new Map<string, Reading>();
  const at = (workload: Workload): Reading => {
    const known = found.get(workload.key) ?? { workload, latency: undefined, cpu: undefined, throttled: undefined, alerts: [] };
    found.set(workload.key, known);
    return known;
  };
  const ownerOf = (kind: string, namespace: string | undefined, name: string): Workload | undefined => {
    if (kind === 'Pod') return cluster.workloadAt(ref('Pod', namespace, name));
    const service = cluster.services.find((one) => one.ref.name === name && (namespace === undefined || one.ref.namespace === namespace));
    return (
      service?.workloads[0] ??
      cluster.workloads.find((one) => one.ref.name === name && (namespace === undefined || one.ref.namespace === namespace))
    );
  };
  for (const series of cluster.series) {
    const owner = series.kind === 'Node' ? undefined : ownerOf(series.kind, series.namespace, series.name);
    if (!owner) continue;
    const reading = at(owner);
    if (
      /^latency_p\d+_ms$/.test(series.metric) &&
      growth(series.before, series.after) > (reading.latency ? growth(reading.latency.before, reading.latency.after) : 0)
    )
      reading.latency = { before: series.before, after: series.after, series };
    if (series.metric === 'cpu_cores') reading.cpu = series;
    if (series.metric === 'cpu_throttled_seconds') reading.throttled = series;
  }
  for (const alert of cluster.alerts) {
    const { labels } = alert;
    const name = labels.service ?? labels.deployment ?? labels.pod;
    const owner = name === undefined ? undefined : ownerOf(labels.pod === name ? 'Pod' : 'Service', labels.namespace, name);
    if (owner) at(owner).alerts.push(alert);
  }
  return [...found.values()].sort((a, b) => byText(a.workload.key, b.workload.key));
}

/** By what factor the latency grew; one millisecond is added to both values so that zero is allowed. */
function growth(before: number, after: number): number {
  return (after + 1) / (before + 1);
}

const SLOWER = 3;
const MIN_MS = 20;

function hasAlert(reading: Reading, of: RegExp): boolean {
  return reading.alerts.some(({ labels, annotations }) =>
    of.test(`${labels.alertname ?? ''} ${labels.signal ?? ''} ${annotations.summary ?? ''}`),
  );
}

function isSlow(reading: Reading): boolean {
  const { latency } = reading;
  if (latency) return growth(latency.before, latency.after) >= SLOWER && latency.after - latency.before >= MIN_MS;
  return hasAlert(reading, /latency|slow|response time/i);
}

/** Whether CPU usage rose and is throttled, or is close to the limit. */
function isSaturated(reading: Reading): boolean {
  const { cpu, throttled, workload } = reading;
  if (cpu) {
    const limit = cpuLimit(workload);
    const isRaised = cpu.after >= 2 * cpu.before && cpu.after - cpu.before > 0.02;
    const isThrottled = throttled !== undefined && throttled.after >= 0.1 && throttled.after >= 3 * throttled.before;
    return isRaised && (isThrottled || (limit !== undefined && cpu.after >= 0.8 * limit));
  }
  return hasAlert(reading, /throttl|cpu/i) && hasAlert(reading, /satur|throttl|high|limit/i);
}

function cpuLimit({ template }: Workload): number | undefined {
  const containers = Array.isArray(template.containers) ? template.containers : [];
  const limits = containers.flatMap((container) => quantity(dig(container, 'resources', 'limits', 'cpu')) ?? []);
  return limits.length > 0 ? limits.reduce((sum, one) => sum + one, 0) : undefined;
}

function metricEvidence({ kind, namespace, name, metric, before, after }: Series, text: string): Evidence {
  return { text, source: { type: 'metric', object: ref(kind, namespace, name), metric, from: before, to: after } };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

function evidenceOf({ latency, cpu, throttled, alerts, workload }: Reading): Evidence[] {
  const name = shown(workload.ref);
  return [
    ...(latency
      ? [
          metricEvidence(
            latency.series,
            `${latency.series.metric} of ${name} went from ${round(latency.before)} to ${round(latency.after)} ms`,
          ),
        ]
      : []),
    ...(cpu ? [metricEvidence(cpu, `CPU of ${name} went from ${round(cpu.before)} to ${round(cpu.after)} cores`)] : []),
    ...(throttled && throttled.after > throttled.before
      ? [metricEvidence(throttled, `Throttling of ${name} went from ${round(throttled.before)} to ${round(throttled.after)} s per second`)]
      : []),
    ...alerts.slice(0, 3).map(alertEvidence),
  ];
}

function saturated(scene: Scene, reading: Reading): Candidate {
  const { workload } = reading;
  const candidate: Candidate = {
    code: 'cpu.saturated',
    object: workload.ref,
    proof: 'log',
    weight: 0.08,
    own: true,
    summary: `The CPU of ${shown(workload.ref)} is exhausted${reading.throttled ? ': it is throttled at its limit' : ''}.`,
    evidenceFor: evidenceOf(reading),
    remedies: [
      {
        text: 'Find out what uses the CPU.',
        command: command`kubectl top pod ${inNamespace(workload.ref)} --containers`,
      },
      { text: 'Raise the CPU limit, or run more replicas.', command: command`kubectl edit ${kindAndName(workload.ref)}` },
    ],
    hits: [hit(workload, 'CPU exhausted', 'Requests wait for CPU')],
  };
  return withChange(scene, candidate, workload.ref, ['resources', 'image', 'replicas']);
}

/** The deepest slow workloads, which call nothing slow. A caller whose callees all look slow is itself the slow one. */
function slowest(scene: Scene, slow: readonly Reading[], measured: readonly Reading[]): Candidate[] {
  if (slow.length === 0) return [];
  const { cluster } = scene;
  const isSlowOne = new Set(slow.map(({ workload }) => workload.key));
  const calleesOf = (workload: Workload) => [
    ...new Set(cluster.callsOf(workload).flatMap(({ service }) => (service as Service | undefined)?.workloads ?? [])),
  ];
  const known = new Set(measured.filter(({ latency }) => latency).map(({ workload }) => workload.key));
  const common = slow.find(({ workload }) => {
    const callees = calleesOf(workload).filter(({ key }) => known.has(key));
    return callees.length >= 4 && callees.filter(({ key }) => isSlowOne.has(key)).length >= callees.length * 0.8;
  });
  const deepest = slow.filter(({ workload }) => !calleesOf(workload).some(({ key }) => isSlowOne.has(key)));
  const ordered = (deepest.length > 0 ? deepest : slow).toSorted((a, b) => times(b) - times(a) || byText(a.workload.key, b.workload.key));
  const chosen = common && ordered.length > 1 ? [common, ...ordered.filter((one) => one !== common)] : ordered;
  return chosen.slice(0, 3).map((reading, index) => latent(scene, reading, index));
}

function times({ latency }: Reading): number {
  return latency ? growth(latency.before, latency.after) : SLOWER;
}

function latent(scene: Scene, reading: Reading, index: number): Candidate {
  const { workload } = reading;
  const candidate: Candidate = {
    code: 'network.pod_latency',
    object: workload.ref,
    proof: 'log',
    weight: -0.02 - 0.06 * index,
    own: true,
    summary: `${shown(workload.ref)} answers slowly although its CPU usage is normal and nothing that it calls is slower: its network is slow.`,
    evidenceFor: evidenceOf(reading),
    remedies: [
      { text: 'Measure the latency to the pod from another pod.', command: command`kubectl describe ${kindAndName(workload.ref)}` },
    ],
    hits: [hit(workload, 'slow network', 'Every response takes longer')],
  };
  return withChange(scene, candidate, workload.ref, ['image', 'other']);
}

const MANY = 3;

/** The one node with TCP retransmissions, on which many of the slow workloads run. */
function lossyNode({ cluster }: Scene, slow: readonly Reading[]): Candidate | undefined {
  const retransmitting = cluster.series.filter(
    ({ kind, metric, before, after }) => kind === 'Node' && metric === 'tcp_retransmits' && after >= 0.3 && after >= 3 * before,
  );
  const [worst, second] = retransmitting.toSorted((a, b) => b.after - a.after || byText(a.name, b.name));
  if (!worst || slow.length < MANY || (second && second.after > worst.after / 2)) return undefined;
  const there = slow.filter(({ workload }) => workload.pods.some(({ node }) => node === worst.name));
  if (there.length < slow.length / 3) return undefined;
  const object: ObjectRef = { kind: 'Node', name: worst.name };
  return {
    code: 'node.network_packet_loss',
    object,
    proof: 'log',
    weight: 0.12,
    own: true,
    summary: `The network of node ${worst.name} loses packets: ${there.length} of ${slow.length} slow workloads run there.`,
    evidenceFor: [
      metricEvidence(worst, `TCP retransmissions of ${worst.name} went from ${round(worst.before)} to ${round(worst.after)} per second`),
      ...there.slice(0, 3).flatMap((reading) => evidenceOf(reading).slice(0, 1)),
    ],
    remedies: [{ text: 'Check the network of the node.', command: command`kubectl describe node ${nodeName(worst.name)}` }],
    hits: there.map(({ workload }) => hit(workload, 'packet loss', 'It has pods on the node')),
  };
}
