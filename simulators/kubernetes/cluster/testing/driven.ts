import { Store } from '../../store/store.ts';
import { type Cluster, createCluster } from '../cluster.ts';
import type { ClusterTimes } from '../times.ts';
import { problems } from './health.ts';

/** A cluster whose clock the test advances. */
export interface DrivenCluster {
  store: Store;
  cluster: Cluster;
  clock: { now(): number };
  /** Advances the clock by so many seconds, with a tick every `step`. */
  pass(seconds: number): void;
  /** Advances the clock until a condition holds; returns the seconds it took. Throws after `limit` seconds. */
  until(what: string, condition: () => boolean, limit?: number): number;
}

const START = Date.parse('2025-11-20T10:01:30Z');
const STEP_MS = 250;

/**
 * A cluster with a manual clock and seeded randomness; it begins with its start unless an `age` (ms) is given. `step`: ms
 * between ticks.
 */
export function drivenCluster({
  seed = 1,
  times,
  age = 0,
  step: stepMs = STEP_MS,
}: {
  seed?: number;
  times?: Partial<ClusterTimes>;
  age?: number;
  step?: number;
} = {}): DrivenCluster {
  let now = START;
  const random = seeded(seed);
  const uids = seeded(seed + 1_000);
  const store = new Store({ now: () => now, uid: () => uidOf(uids) });
  const cluster = createCluster(store, { now: () => now, random, age, ...(times && { times }) });
  const step = () => {
    now += stepMs;
    cluster.tick();
  };
  cluster.tick();
  return {
    store,
    cluster,
    clock: { now: () => now },
    pass(seconds) {
      for (let ms = 0; ms < seconds * 1000; ms += stepMs) step();
    },
    until(what, condition, limit = 60) {
      const from = now;
      while (!condition()) {
        if (now - from > limit * 1000) throw new Error(`not reached within ${limit} s of the cluster's time: ${what}`);
        step();
      }
      return (now - from) / 1000;
    },
  };
}

/** A driven cluster that has finished starting: everything in it is healthy. */
export function healthyCluster(): DrivenCluster {
  const driven = drivenCluster();
  driven.until('all is well', () => problems(driven.store).length === 0, 30);
  return driven;
}

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function uidOf(random: () => number): string {
  const hex = () => Math.floor(random() * 16).toString(16);
  return 'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx'.replace(/x/g, hex);
}
