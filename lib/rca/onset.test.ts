import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnose } from './diagnose.ts';
import { ago, deployment, event as eventOf, podName, snapshotOf, stamp, WINDOW } from './testing/snapshots.ts';

const POD = { kind: 'Pod', namespace: 'shop', name: podName('cart') };
/** A warning that was repeated, for the first and the last time so many minutes ago. */
const event = (about: typeof POD, reason: string, message: string, { minutes, firstMinutes, count }: Record<string, number>) => ({
  ...eventOf(about, reason, message, { minutes, count }),
  firstTimestamp: stamp(firstMinutes!),
});
/** Ready until so many minutes ago; undefined for a pod that was never ready. */
const unready = (minutes: number) => ({
  conditions: [
    { type: 'PodScheduled', status: 'True' },
    { type: 'Ready', status: 'False', lastTransitionTime: stamp(minutes) },
  ],
});
const waiting = (reason: string, more: object = {}) => ({ state: { waiting: { reason } }, restartCount: 1, ...more });
const ended = (startedAt: number, finishedAt: number) => ({
  lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: stamp(startedAt), finishedAt: stamp(finishedAt) } },
});
const failing = (options: Parameters<typeof deployment>[1]) => deployment('cart', { ready: false, ...options });
const onsetOf = (resources: KubernetesObject[], events: KubernetesObject[] = []) => {
  const { onset } = diagnose(snapshotOf(resources, { events }), WINDOW);
  return onset && { minutesAgo: (ago(0) - onset.at) / 60_000, wasWell: onset.wasWell };
};

describe('the onset of a trouble is its first sign', () => {
  it('and not the start of a pod that ran for hours before its container could not be made again', () => {
    const resources = failing({ podStatus: unready(1), containerStatus: waiting('CreateContainerConfigError') });
    expect(onsetOf(resources)).toEqual({ minutesAgo: 1, wasWell: true });
  });

  it('and not a restart long ago', () => {
    const containerStatus = { restartCount: 1, ...ended(600, 300), state: { running: { startedAt: stamp(300) } } };
    expect(onsetOf(failing({ podStatus: unready(2), containerStatus }))).toEqual({ minutesAgo: 2, wasWell: true });
  });

  it('and not an older warning about the same pod, however often that was repeated until then', () => {
    const resources = failing({ podStatus: unready(2), containerStatus: waiting('CreateContainerConfigError') });
    const old = event(POD, 'Unhealthy', 'Readiness probe failed', { minutes: 30, firstMinutes: 50, count: 40 });
    const told = event(POD, 'Failed', 'Error: secret "x" not found', { minutes: 0, firstMinutes: 2, count: 9 });
    expect(onsetOf(resources, [old, told])).toEqual({ minutesAgo: 2, wasWell: true });
  });

  it('and not the first of equal warnings that are far apart', () => {
    const resources = failing({ podStatus: unready(600), containerStatus: waiting('ImagePullBackOff') });
    const twice = event(POD, 'Failed', 'Error: ImagePullBackOff', { minutes: 1, firstMinutes: 50, count: 2 });
    expect(onsetOf(resources, [twice])?.minutesAgo).toBe(1);
  });

  it('and not what the kubelet reported before the container ran', () => {
    const containerStatus = waiting('CrashLoopBackOff', { restartCount: 2, ...ended(2, 1) });
    const old = event(POD, 'FailedMount', 'MountVolume.SetUp failed', { minutes: 8, firstMinutes: 9, count: 3 });
    expect(onsetOf(failing({ ageMinutes: 9, podStatus: unready(9), containerStatus }), [old])?.minutesAgo).toBe(2);
  });

  it('and not a warning from before the loop of crashes can have begun by its restarts', () => {
    const containerStatus = waiting('CrashLoopBackOff', { restartCount: 3, ...ended(0.52, 0.5) });
    const old = event(POD, 'Unhealthy', 'Startup probe failed', { minutes: 5, firstMinutes: 5.5, count: 3 });
    const backOff = event(POD, 'BackOff', 'Back-off restarting failed container', { minutes: 0.1, firstMinutes: 1, count: 3 });
    expect(onsetOf(failing({ podStatus: unready(0.5), containerStatus }), [old, backOff])?.minutesAgo).toBe(1);
  });

  it('and the first crash of a loop, as far as it is still told', () => {
    const containerStatus = waiting('CrashLoopBackOff', { restartCount: 6, ...ended(3, 2.5) });
    const backOff = event(POD, 'BackOff', 'Back-off restarting failed container', { minutes: 1, firstMinutes: 12, count: 50 });
    expect(onsetOf(failing({ podStatus: unready(2.5), containerStatus }), [backOff])?.minutesAgo).toBe(12);
  });

  it('and the loss of readiness of a container that runs', () => {
    expect(onsetOf(failing({ podStatus: unready(4) }))).toEqual({ minutesAgo: 4, wasWell: true });
  });

  it('and not an eviction of the pods of an earlier workload of the same name', () => {
    const evicted = (minutes: number) => ({
      ...eventOf({ ...POD, name: `cart-7d9c5b6f4-b${Math.round(minutes * 10)}cde`.slice(0, 20) }, 'Evicted', '', { minutes, count: 1 }),
      message: 'pod evicted from node-a node by sigs.k8s.io/descheduler',
    });
    const events = [30, 12.1, 12, 2.5, 1.9, 1.2].map(evicted);
    expect(onsetOf(deployment('cart', { ageMinutes: 3 }), events)).toEqual({ minutesAgo: 2.5, wasWell: false });
  });

  it('and of several pods that of the first', () => {
    const first = failing({ replicas: 2, podStatus: unready(3), containerStatus: waiting('CreateContainerConfigError') });
    const later = failing({ replicas: 2, podStatus: unready(1), containerStatus: waiting('CreateContainerConfigError') });
    expect(onsetOf([...first.slice(0, 3), later[3]!])?.minutesAgo).toBe(3);
  });
});

describe('an object that never was well is told from one that was', () => {
  it('by failing from its creation on', () => {
    const resources = failing({ ageMinutes: 3, podStatus: unready(3), containerStatus: waiting('ImagePullBackOff', { restartCount: 0 }) });
    const pull = event(POD, 'Failed', 'Failed to pull image', { minutes: 1, firstMinutes: 2.9, count: 4 });
    expect(onsetOf(resources, [pull])).toEqual({ minutesAgo: 2.9, wasWell: false });
  });

  it('also if its program ran for minutes before it failed for the first time', () => {
    const containerStatus = waiting('CrashLoopBackOff', { restartCount: 1, ...ended(9, 4) });
    expect(onsetOf(failing({ ageMinutes: 9, podStatus: unready(9), containerStatus }))).toEqual({ minutesAgo: 4, wasWell: false });
  });

  it('but not if only its newest pods never ran', () => {
    const [owner, set, pod] = failing({ podStatus: unready(3), containerStatus: waiting('ImagePullBackOff', { restartCount: 0 }) });
    const young = { ...pod!, metadata: { ...pod!.metadata, creationTimestamp: stamp(3) }, status: { ...pod!.status, startTime: stamp(3) } };
    const pull = event(POD, 'Failed', 'Failed to pull image', { minutes: 1, firstMinutes: 2.9, count: 4 });
    expect(onsetOf([owner!, set!, young], [pull])).toEqual({ minutesAgo: 2.9, wasWell: true });
  });
});
