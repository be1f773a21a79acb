import type { Obj } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { admit } from './admission/admission.ts';
import { controllers } from './controllers/controllers.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { Kubelet } from './kubelet/kubelet.ts';
import { type LogSource, logSource } from './logs/log-source.ts';
import { populate } from './manifests/populate.ts';
import { Network } from './network.ts';
import { scheduler } from './scheduler/scheduler.ts';
import { type ClusterTimes, DEMO_TIMES } from './times.ts';
import { type Operation, World } from './world.ts';

/** A running cluster on a store. */
export interface Cluster {
  /** Does everything that is due at now(). Idempotent; the same clock and random numbers produce the same objects. */
  tick(): void;
  /** Sets the defaults of a client's write and admits it. Throws AdmissionError. */
  admit(operation: Operation, object: Obj, old?: Obj): Obj;
  logs: LogSource;
  faults: Faults;
  /** Stops using the store; the objects stay. */
  close(): void;
}

const MOST_ROUNDS = 50;
/** While nothing changes, the controllers run this often (ms). */
const LOOK_EVERY = 500;

const DEFAULT_AGE = 300_000;
const AGEING_STEP = 1_000;

export interface ClusterOptions {
  /** The cluster's only clock, epoch ms. */
  now: () => number;
  /** The cluster's only source of randomness, 0 to 1. */
  random: () => number;
  /** Defaults to DEMO_TIMES. */
  times?: Partial<ClusterTimes>;
  /**
   * How long (ms) the cluster has already been running. That time is simulated at once, so that it is healthy from the
   * beginning and the errors of its start, while programs wait for each other, lie in the past. 0: it begins with its
   * start. Five minutes by default.
   */
  age?: number;
}

/** A cluster with the shop in an empty store. From then on it only changes in `tick`. */
export function createCluster(store: Store, { now: present, random, times, age = DEFAULT_AGE }: ClusterOptions): Cluster {
  let ago = age;
  const now = () => present() - ago;
  const world = new World(store, { now, random, times: { ...DEMO_TIMES, ...times }, admit });
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
