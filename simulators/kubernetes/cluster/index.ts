import type { Obj, Store } from '../store/store.ts';
import type { Operation } from './admission/index.ts';
import { controllers } from './controllers/index.ts';
import { createFaults, type Faults } from './faults/index.ts';
import { Kubelet } from './kubelet/index.ts';
import { type LogSource, logSource } from './logs/index.ts';
import { populate } from './manifests/index.ts';
import { Network } from './network.ts';
import { scheduler } from './scheduler/index.ts';
import { type ClusterTimes, DEMO_TIMES } from './times.ts';
import { World } from './world.ts';

export { AdmissionError } from './admission/error.ts';
export type { FaultState } from './faults/index.ts';
export { LogError, type LogOptions, type LogSource } from './logs/index.ts';
export { KUBERNETES_VERSION } from './manifests/nodes.ts';
export { type ClusterTimes, REAL_TIMES } from './times.ts';

/** A living cluster over a store. */
export interface Cluster {
  /** Brings about everything that is due at now(). Idempotent; the same clock and chance give the same objects. */
  tick(): void;
  /** What a client's write becomes: defaulted and admitted. Throws AdmissionError. */
  admit(operation: Operation, object: Obj, old?: Obj): Obj;
  logs: LogSource;
  faults: Faults;
  /** Lets go of the store; the objects stay. */
  close(): void;
}

const MOST_ROUNDS = 50;
/** Where nothing has changed, the controllers look at the clock this often (ms). */
const LOOK_EVERY = 500;

const DEFAULT_AGE = 300_000;
const AGEING_STEP = 1_000;

export interface ClusterOptions {
  /** The cluster's only clock, epoch ms. */
  now: () => number;
  /** Its only chance, 0 to 1. */
  random: () => number;
  /** Those left out are of DEMO_TIMES. */
  times?: Partial<ClusterTimes>;
  /**
   * For how long (ms) it has run already: that time is lived through at once, so that it begins healthy and its start, with
   * the errors of programs that wait for each other, lies in the past. 0: it begins with its start. Five minutes by default.
   */
  age?: number;
}

/** A cluster with the shop in it, in an empty store. Nothing happens from then on but in `tick`. */
export function createCluster(store: Store, { now: present, random, times, age = DEFAULT_AGE }: ClusterOptions): Cluster {
  let ago = age;
  const now = () => present() - ago;
  const world = new World(store, { now, random, times: { ...DEMO_TIMES, ...times } });
  const network = new Network(world);
  const kubelets = new Map<string, Kubelet>();
  populate(world);
  const control = controllers(world);
  const schedule = scheduler(world);
  let seen = -1;
  let lookedAt = Number.NEGATIVE_INFINITY;

  function tick(): void {
    world.events.expire();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (world.changes !== seen || now() - lookedAt >= LOOK_EVERY) {
        seen = world.changes;
        lookedAt = now();
        control();
        if (!world.hidden.programs.has('kube-scheduler')) schedule();
        network.refreshRules();
      }
      for (const { metadata } of world.list('Node')) {
        const kubelet = kubelets.get(metadata.name) ?? new Kubelet(world, network, metadata.name);
        kubelets.set(metadata.name, kubelet);
        kubelet.sync();
      }
      for (const [name, kubelet] of kubelets) {
        if (store.find('Node', undefined, name)) continue;
        kubelet.remove();
        kubelets.delete(name);
      }
      if (world.changes === seen) return;
    }
  }

  for (; ago > 0; ago = Math.max(0, ago - AGEING_STEP)) tick();

  return {
    tick,
    admit: (operation, object, old) => world.admit(operation, object, old),
    logs: logSource(store, kubelets, now),
    faults: createFaults(world, kubelets),
    close: () => world.close(),
  };
}
