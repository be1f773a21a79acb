import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { ObjectRef } from '#lib/kubernetes/refs.ts';
import type { ChangeRecord, LogExcerpt, Snapshot, Window } from '../types.ts';

/** The time at which every test snapshot is taken. */
export const NOW = Date.parse('2026-03-01T12:00:00Z');
export const WINDOW: Window = { from: NOW - 3_600_000, to: NOW };

/** `minutes` before the snapshot, as epoch ms and in the API's format. */
export const ago = (minutes: number): number => NOW - minutes * 60_000;
export const stamp = (minutes: number): string => new Date(ago(minutes)).toISOString();

export function snapshotOf(resources: KubernetesObject[], more: Partial<Snapshot> = {}): Snapshot {
  return { collectedAt: NOW, resources, events: [], logs: [], alerts: [], metrics: [], changes: [], ...more };
}

interface WorkloadOptions {
  replicas?: number;
  ready?: boolean;
  image?: string;
  env?: KubernetesObject[];
  container?: KubernetesObject;
  podSpec?: KubernetesObject;
  labels?: Record<string, string>;
  node?: string | null;
  /** Merged into every pod's status. */
  podStatus?: KubernetesObject;
  /** Merged into the status of the only container; by default it is running, and ready if the pod is. */
  containerStatus?: KubernetesObject;
  ageMinutes?: number;
}

/** A Deployment with its ReplicaSet and pods; healthy unless the options say otherwise. */
export function deployment(name: string, options: WorkloadOptions = {}): KubernetesObject[] {
  const { replicas = 1, ready = true, image = `registry.example.com/${name}:1.0`, ageMinutes = 600, node = 'node-a' } = options;
  const labels = options.labels ?? { app: name };
  const created = stamp(ageMinutes);
  const container = {
    name: 'main',
    image,
    ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
    env: options.env ?? [],
    ...options.container,
  };
  const template = { metadata: { labels }, spec: { containers: [container], ...options.podSpec } };
  const [set, uid] = [`${name}-7d9c5b6f4`, `uid-${name}`];
  const status = { replicas, readyReplicas: ready ? replicas : 0, availableReplicas: ready ? replicas : 0, updatedReplicas: replicas };
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'shop', uid, creationTimestamp: created, annotations: { 'deployment.kubernetes.io/revision': '1' } },
      spec: { replicas, selector: { matchLabels: labels }, template },
      status,
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: set,
        namespace: 'shop',
        uid: `${uid}-rs`,
        creationTimestamp: created,
        annotations: { 'deployment.kubernetes.io/revision': '1' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true }],
      },
      spec: { replicas, template },
      status,
    },
    ...Array.from({ length: replicas }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: podName(name, index),
        namespace: 'shop',
        uid: `${uid}-pod-${index}`,
        creationTimestamp: created,
        labels,
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: set, uid: `${uid}-rs`, controller: true }],
      },
      spec: { ...template.spec, ...(node !== null && { nodeName: node }) },
      status: {
        phase: 'Running',
        startTime: created,
        podIP: `10.1.0.${index + 10}`,
        conditions: [
          { type: 'PodScheduled', status: 'True' },
          { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: created },
        ],
        containerStatuses: [
          { name: 'main', ready, restartCount: 0, state: { running: { startedAt: created } }, ...options.containerStatus },
        ],
        ...options.podStatus,
      },
    })),
  ];
}

export const podName = (workload: string, index = 0): string => `${workload}-7d9c5b6f4-${'bcdfg'[index % 5]}${index}xyz`;

export function service(
  name: string,
  options: { selector?: Record<string, string>; port?: number; targetPort?: number | string; more?: KubernetesObject } = {},
): KubernetesObject {
  const { selector = { app: name }, port = 8080, targetPort = 8080 } = options;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', uid: `uid-svc-${name}`, creationTimestamp: stamp(600) },
    spec: { selector, clusterIP: `10.96.0.${name.length}`, ports: [{ name: 'http', port, targetPort, protocol: 'TCP', ...options.more }] },
  };
}

export function node(
  name: string,
  options: { ready?: KubernetesObject; spec?: KubernetesObject; labels?: Record<string, string>; cpu?: string } = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: name, creationTimestamp: stamp(9000), labels: { 'kubernetes.io/hostname': name, ...options.labels } },
    spec: options.spec ?? {},
    status: {
      allocatable: { cpu: options.cpu ?? '4', memory: '8Gi', pods: '110' },
      conditions: [
        { type: 'MemoryPressure', status: 'False' },
        options.ready ?? {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
          lastTransitionTime: stamp(9000),
        },
      ],
    },
  };
}

/** An object in the namespace shop. */
export function object(kind: string, name: string, body: KubernetesObject = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'shop', uid: `uid-${kind}-${name}`, creationTimestamp: stamp(600) },
    ...body,
  };
}

export function event(
  about: ObjectRef & { uid?: string },
  reason: string,
  message: string,
  options: { type?: string; minutes?: number; count?: number } = {},
): KubernetesObject {
  const { type = 'Warning', minutes = 1, count = 5 } = options;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${about.name}.${reason}`, namespace: about.namespace ?? 'default' },
    involvedObject: { kind: about.kind, namespace: about.namespace, name: about.name, ...(about.uid && { uid: about.uid }) },
    type,
    reason,
    message,
    count,
    firstTimestamp: stamp(minutes + 4),
    lastTimestamp: stamp(minutes),
  };
}

export const pod = (workload: string, index = 0): ObjectRef => ({ kind: 'Pod', namespace: 'shop', name: podName(workload, index) });

export function log(workload: string, lines: string[], previous = false): LogExcerpt {
  return { namespace: 'shop', pod: podName(workload), container: 'main', previous, lines };
}

export function change(of: ObjectRef, minutes: number, fields: ChangeRecord['fields'], op: ChangeRecord['op'] = 'updated'): ChangeRecord {
  return { id: `${of.kind}/${of.name}/${minutes}`, object: of, at: ago(minutes), op, fields, by: 'kubectl-edit' };
}

/** A container in CrashLoopBackOff whose last run ended with `exitCode`. */
export function crashing(exitCode = 1, reason = 'Error'): KubernetesObject {
  return {
    ready: false,
    restartCount: 6,
    state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 2m40s restarting failed container=main' } },
    lastState: { terminated: { exitCode, reason, startedAt: stamp(1.1), finishedAt: stamp(1) } },
  };
}

/** A waiting container, and the status of its pod. */
export function waiting(reason: string, message?: string): Pick<WorkloadOptions, 'ready' | 'containerStatus' | 'podStatus' | 'ageMinutes'> {
  return {
    ready: false,
    ageMinutes: 10,
    containerStatus: { ready: false, restartCount: 0, state: { waiting: { reason, ...(message !== undefined && { message }) } } },
    podStatus: { phase: 'Pending' },
  };
}

/** Pods that the scheduler cannot schedule. */
export function unschedulable(message: string): Pick<WorkloadOptions, 'ready' | 'podStatus' | 'node' | 'ageMinutes'> {
  return {
    ready: false,
    node: null,
    ageMinutes: 10,
    podStatus: {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
      containerStatuses: [],
    },
  };
}
