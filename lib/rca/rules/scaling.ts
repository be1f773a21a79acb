import { command, kindSlashName } from '#lib/kubernetes/commands.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { stateEvidence } from '../evidence.ts';
import { type Candidate, type Rule, withChange } from '../rule.ts';
import { ingressesTo, isRunning } from '../symptoms/services.ts';
import { hitsOf } from './services.ts';

/**
 * Workloads scaled to zero that others need.
 * Signals: spec.replicas 0, and a Service for it that running workloads are configured to call or an Ingress routes to.
 * A workload that nothing calls is off on purpose. Blames: the workload. Spreads: no endpoints -> callers.
 * Source: kubernetes.io/docs/concepts/workloads/controllers/deployment, "Scaling a Deployment".
 */
export const scalingRule: Rule = (scene) =>
  scene.cluster.workloads.flatMap((workload) => {
    if (workload.desired !== 0 || (workload.ref.kind !== 'Deployment' && workload.ref.kind !== 'StatefulSet')) return [];
    const { cluster } = scene;
    const services = cluster.servicesOf(workload).filter((service) => service.readyPods.length === 0);
    const needed = services.filter((service) => cluster.callersOf(service).some(isRunning) || ingressesTo(cluster, service).length > 0);
    const [service] = needed;
    const scaled = withChange(
      scene,
      {
        code: 'workload.scaled_to_zero',
        object: workload.ref,
        proof: 'state',
        own: true,
        summary: `${shown(workload.ref)} is scaled to zero replicas${service ? `, but ${shown(service.ref)} is needed by ${callerText(scene, service)}` : ''}.`,
        evidenceFor: [
          stateEvidence(workload.ref, 'spec.replicas', '0', `${shown(workload.ref)} requests 0 replicas`),
          ...needed.map((one) => stateEvidence(one.ref, 'endpoints', '[]', `${shown(one.ref)} has no endpoints`)),
        ],
        remedies: [
          {
            text: 'Scale it up again.',
            command: command`kubectl scale ${kindSlashName(workload.ref)} --replicas=1`,
          },
        ],
        hits: needed.flatMap((one) => hitsOf(scene, one, 'no endpoints', 'The workload runs no pods, so its Service has no endpoints')),
      } satisfies Candidate,
      workload.ref,
      ['replicas'],
    );
    if (service) return [scaled];
    // The snapshot shows no caller, but the workload has a Service and may have been scaled down recently.
    return services.length > 0
      ? [
          {
            ...scaled,
            proof: scaled.change ? 'change' : 'pattern',
            weight: scaled.change ? 0 : -0.05,
            hits: services.flatMap((one) =>
              hitsOf(scene, one, 'no endpoints', 'The workload runs no pods, so its Service has no endpoints'),
            ),
          },
        ]
      : [];
  });

function callerText({ cluster }: Parameters<Rule>[0], service: Parameters<typeof hitsOf>[1]): string {
  const [caller] = [
    ...cluster
      .callersOf(service)
      .filter(isRunning)
      .map(({ ref }) => ref),
    ...ingressesTo(cluster, service).map(({ ref }) => ref),
  ];
  return caller ? shown(caller) : 'other objects';
}
