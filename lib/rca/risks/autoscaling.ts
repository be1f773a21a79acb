import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, type Fields, fields, items, text } from '#lib/kubernetes/fields.ts';
import { ref, shown } from '#lib/kubernetes/refs.ts';
import type { Finding, RiskCheck } from './check.ts';
import type { Cluster, Workload } from './templates.ts';

/**
 * An autoscaler by utilization whose target requests nothing: utilization is a share of the request, so it never scales.
 * Source: kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale, "How does a HorizontalPodAutoscaler work?".
 */
export const autoscalingRisk: RiskCheck = {
  code: 'autoscaler.target_without_requests',
  title: 'Autoscaler whose target has no requests',
  foretells: /^autoscaling\.ineffective/,
  find: ({ cluster }) =>
    cluster.of('HorizontalPodAutoscaler').flatMap(({ ref: own, object }) => {
      const target = fields(dig(object, 'spec', 'scaleTargetRef'));
      const workload = cluster.workloadAt(ref(text(target.kind) ?? '', own.namespace, text(target.name) ?? ''));
      if (!workload) return [];
      return utilizations(object).flatMap(({ resource, only }): Finding[] => {
        const without = containersWithout(cluster, workload, resource, only);
        if (without.length === 0) return [];
        return [
          {
            object: own,
            severity: 'medium',
            text: `${shown(own)} scales by the utilization of ${resource}, but ${without.length === 1 ? 'container' : 'containers'} ${without.join(', ')} of ${shown(workload.ref)} ${without.length === 1 ? 'requests' : 'request'} none: it can never scale.`,
            path: 'spec.metrics',
            value: resource,
            remedy: {
              text: `Give every container a request of ${resource}.`,
              command: command`kubectl edit ${kindAndName(workload.ref)}`,
            },
          },
        ];
      });
    }),
};

/** The resources by whose utilization it scales; without any metric that is the CPU (autoscaling/v2, HorizontalPodAutoscalerSpec). */
function utilizations(object: unknown): { resource: string; only: string | undefined }[] {
  const metrics = items(dig(object, 'spec', 'metrics'));
  if (metrics.length === 0) return [{ resource: 'cpu', only: undefined }];
  return metrics.flatMap((metric) => {
    const of = fields(metric.resource ?? metric.containerResource);
    const resource = text(of.name);
    return resource && dig(of, 'target', 'type') === 'Utilization' ? [{ resource, only: text(of.container) }] : [];
  });
}

/** The containers without a request or a limit, which stands in for it. Pods are asked first: a LimitRange may have filled it in. */
function containersWithout(cluster: Cluster, workload: Workload, resource: string, only: string | undefined): string[] {
  const [pod] = workload.pods;
  const spec = pod ? fields(pod.object.spec) : workload.template;
  if (!pod && cluster.of('LimitRange').some(({ ref: own }) => own.namespace === workload.ref.namespace)) return [];
  const has = ({ resources }: Fields) =>
    dig(resources, 'requests', resource) !== undefined || dig(resources, 'limits', resource) !== undefined;
  return items(spec.containers).flatMap((container) => {
    const name = text(container.name) ?? '';
    return (only === undefined || only === name) && !has(container) ? [name] : [];
  });
}
