import type { Obj, Store } from '../store/store.ts';
import type { Operation } from './admission/index.ts';
import { populate } from './base/index.ts';
import { controllers } from './controllers/index.ts';
import { createFaults, type Faults } from './faults/index.ts';
import { Kubelet } from './kubelet/index.ts';
import { type LogSource, logSource } from './logs/index.ts';
import { Network } from './network.ts';
import { scheduler } from './scheduler/index.ts';
import { type ClusterTimes, DEMO_TIMES } from './times.ts';
import { World } from './world.ts';

export { AdmissionError } from './admission/error.ts';
export { KUBERNETES_VERSION } from './base/nodes.ts';
export type { FaultState } from './faults/index.ts';
export { LogError, type LogOptions, type LogSource } from './logs/index.ts';
export { type ClusterTimes, DEMO_TIMES, REAL_TIMES } from './times.ts';

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

/**
 * A cluster with the shop in it, in an empty store. `now` is its only clock (epoch ms), `random` (0 to 1) its only chance;
 * `times` default to DEMO_TIMES. Nothing happens but in `tick`.
 */
export function createCluster(
  store: Store,
  { now, random, times }: { now: () => number; random: () => number; times?: Partial<ClusterTimes> },
): Cluster {
  const world = new World(store, { now, random, times: { ...DEMO_TIMES, ...times } });
  const network = new Network(world);
  const kubelets = new Map<string, Kubelet>();
  populate(world);
  const control = controllers(world);
  const schedule = scheduler(world);
  let seen = -1;
  let lookedAt = Number.NEGATIVE_INFINITY;

  return {
    tick() {
      world.events.expire();
      for (let round = 0; round < MOST_ROUNDS; round++) {
        if (world.changes !== seen || now() - lookedAt >= LOOK_EVERY) {
          seen = world.changes;
          lookedAt = now();
          control();
          schedule();
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
    },
    admit: (operation, object, old) => world.admit(operation, object, old),
    logs: logSource(store, kubelets, now),
    faults: createFaults(world, kubelets),
    close: () => world.close(),
  };
}
