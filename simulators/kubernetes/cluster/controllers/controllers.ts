import type { World } from '../world.ts';
import { autoscaler } from './autoscaler.ts';
import { controlPlaneLeases } from './control-plane.ts';
import { cronJobController } from './cron-job.ts';
import { daemonSetController } from './daemon-set.ts';
import { deploymentController } from './deployment.ts';
import { disruptionController } from './disruption.ts';
import { endpointsController } from './endpoints.ts';
import { garbageCollector } from './garbage-collector.ts';
import { jobController } from './job.ts';
import { namespaceController } from './namespace.ts';
import { nodeLifecycle } from './node-lifecycle.ts';
import { quotaController } from './quota.ts';
import { replicaSetController } from './replica-set.ts';
import { statefulSetController } from './stateful-set.ts';
import { volumeController } from './volumes.ts';

/** One round of all controllers; each does what is due and writes only what differs. */
export function controllers(world: World): () => void {
  const all = [
    controlPlaneLeases(world),
    namespaceController(world),
    nodeLifecycle(world),
    quotaController(world),
    cronJobController(world),
    jobController(world),
    deploymentController(world),
    replicaSetController(world),
    statefulSetController(world),
    daemonSetController(world),
    volumeController(world),
    endpointsController(world),
    disruptionController(world),
    autoscaler(world),
    garbageCollector(world),
  ];
  return () => {
    for (const controller of all) controller();
  };
}
