import { expect, it } from 'vitest';
import { BEGIN, deployment, kubernetesObject, ownedBy, readyPod, service, timestamp } from '#lib/graph/testing/cluster.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnoseGroups } from '#lib/rca/index.ts';
import type { Diagnosis, Snapshot } from '#lib/rca/types.ts';
import { fingerprintOf, type KnownIncident, reconcile } from './reconcile.ts';

const [WORKLOADS, PODS_OF_EACH] = [50, 10];

/** 50 Deployments with 10 pods each, all on one node that stopped reporting; `lost` of its pods have failed so far. */
function storm(lost: number): Snapshot {
  const node = kubernetesObject('Node', 'node-1', {
    namespace: null,
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          lastTransitionTime: timestamp(0),
        },
      ],
    },
  });
  const resources: KubernetesObject[] = [node];
  for (let w = 0; w < WORKLOADS; w++) {
    const name = `app-${w}`;
    const gone = Math.min(PODS_OF_EACH, Math.max(0, lost - w * PODS_OF_EACH));
    const ready = PODS_OF_EACH - gone;
    const owner = deployment(name, PODS_OF_EACH);
    owner.status = { ...owner.status, readyReplicas: ready, availableReplicas: ready, unavailableReplicas: gone };
    resources.push(owner, service(name));
    for (let p = 0; p < PODS_OF_EACH; p++) {
      const condition = { type: 'Ready', status: p < gone ? 'False' : 'True', lastTransitionTime: timestamp(40) };
      resources.push(
        readyPod(`${name}-${p}`, name, { metadata: { labels: { app: name }, ...ownedBy(owner) }, status: { conditions: [condition] } }),
      );
    }
  }
  return { collectedAt: BEGIN + 120_000, resources, events: [], logs: [], alerts: [], metrics: [], changes: [] };
}

it('500 pods that fail one after the other with their node are one incident, on the node, from the first to the last diagnosis', () => {
  const window = { from: BEGIN - 3_600_000, to: BEGIN + 120_000 };
  let known: KnownIncident[] = [];
  const opened: Diagnosis[] = [];
  for (const [round, lost] of [0, 1, 10, 123, 500].entries()) {
    const now = BEGIN + 120_000 + round * 1_000;
    for (const step of reconcile(known, diagnoseGroups(storm(lost), window), now)) {
      if (step.do === 'open') opened.push(step.diagnosis);
      if (step.do !== 'open' && step.do !== 'update') throw new Error(`the storm made an incident ${step.do}`);
      known = [{ id: 'i', status: 'open', fingerprint: fingerprintOf(step.diagnosis), lastSeenAt: now, diagnosis: step.diagnosis }];
    }
  }
  expect(opened).toHaveLength(1);
  expect(known[0]?.diagnosis.causes[0]?.object).toEqual({ kind: 'Node', name: 'node-1' });
  expect(known[0]?.diagnosis.blastRadius.counts).toMatchObject({ workloads: WORKLOADS, services: WORKLOADS });
});
