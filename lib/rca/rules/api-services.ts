import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import { stateEvidence } from '../evidence.ts';
import type { Candidate, Hit, Rule, Scene } from '../rule.ts';
import { sentence } from '../wording.ts';

/**
 * APIs that a Service of the cluster serves (metrics, custom metrics, other extensions) and that do not answer.
 * Signals: APIService with Available=False: ServiceNotFound, MissingEndpoints, FailedDiscoveryCheck and others.
 * Blames: the Service that does not exist, else the APIService; it gives way to a fault of the pods behind its Service.
 * Spreads: API -> autoscalers that need its metrics; namespaces that cannot be deleted while an API is not known.
 * Source: kubernetes/staging/src/k8s.io/kube-aggregator/pkg/controllers/status (reasons and messages).
 */
export const apiServiceRule: Rule = (scene) =>
  scene.cluster
    .of('APIService')
    .filter((api) => isUnavailable(api, scene.cluster.now))
    .map((api) => candidateFor(scene, api));

/** What serves an API may take this long to start. */
const STARTS_MS = 60_000;

/** Whether an APIService reports that it cannot be reached, and has for longer than a start takes. */
export function isUnavailable({ object, deletedAt }: Entity, now: number): boolean {
  const available = condition(object, 'Available');
  const since = time(available?.lastTransitionTime);
  return deletedAt === undefined && available?.status === 'False' && (since === undefined || now - since >= STARTS_MS);
}

function candidateFor(scene: Scene, api: Entity): Candidate {
  const { cluster } = scene;
  const available = condition(api.object, 'Available') ?? {};
  const message = text(available.message) ?? text(available.reason) ?? 'it is not available';
  const [name, namespace] = [text(dig(api.object, 'spec', 'service', 'name')), text(dig(api.object, 'spec', 'service', 'namespace'))];
  const target = name ? ref('Service', namespace, name) : undefined;
  const service = target && cluster.serviceAt(target);
  const behind = service?.workloads ?? [];
  const isMissing =
    target !== undefined && !service && (available.reason === 'ServiceNotFound' || cluster.knows('Service', target.namespace));
  const stuck = stuckNamespaces(cluster);
  const since = time(available.lastTransitionTime);
  const object: ObjectRef = isMissing && stuck.length === 0 ? target : api.ref;
  return {
    code: isMissing && stuck.length === 0 ? 'service.missing' : stuck.length > 0 ? 'lifecycle.terminating_stuck' : 'dependency.unavailable',
    title: stuck.length > 0 ? 'API that does not answer holds a deletion up' : 'API does not answer',
    object,
    proof: 'state',
    // The condition says that it fails, but not why.
    weight: -0.12,
    own: true,
    summary: sentence(
      `The API server cannot reach ${shown(api.ref)}${stuck.length > 0 ? `, so ${stuck.map(({ to }) => shown(to)).join(', ')} cannot be deleted` : ''}: ${message}`,
    ),
    evidenceFor: [
      stateEvidence(api.ref, 'status.conditions[Available]', `False ${text(available.reason) ?? ''}`, message),
      ...(target && isMissing ? [stateEvidence(target, 'metadata.name', target.name, `${shown(target)} does not exist`)] : []),
      ...(service && service.readyPods.length === 0
        ? [stateEvidence(service.ref, 'endpoints', '[]', `${shown(service.ref)} has no ready pod`)]
        : []),
    ],
    remedies: [
      {
        text: target ? `Restore ${shown(target)} and its pods.` : 'Restore what serves it.',
        command: target && !isMissing ? command`kubectl describe ${kindAndName(target)}` : command`kubectl get apiservices`,
      },
      {
        text: 'If its provider was removed for good, delete the APIService: what used this API can do so no longer. Its installation creates it again.',
        command: command`kubectl delete ${kindAndName(api.ref)}`,
      },
    ],
    hits: [{ to: object, mechanism: 'API does not answer', text: message }, ...stuck, ...blindAutoscalers(scene, api)],
    explainsCodes: ['autoscaling.ineffective'],
    ...(behind.length > 0 && { yieldsTo: behind.map((one) => one.ref) }),
    ...(since !== undefined && { onset: since }),
  };
}

/** Namespaces whose deletion waits until every API is known. */
function stuckNamespaces(cluster: Scene['cluster']): Hit[] {
  return cluster.of('Namespace').flatMap(({ ref: to, object, deletedAt }) => {
    const failure = condition(object, 'NamespaceDeletionDiscoveryFailure');
    if (deletedAt === undefined || failure?.status !== 'True') return [];
    return [{ to, mechanism: 'not deleted', text: text(failure.message) ?? 'Not every API could be asked what is left in it' }];
  });
}

const METRICS = /^v[^.]{1,20}\.(?:custom\.|external\.)?metrics\.k8s\.io$/;

/** Autoscalers without metrics, if this API serves metrics, and what they scale. */
function blindAutoscalers({ cluster }: Scene, api: Entity): Hit[] {
  if (!METRICS.test(api.ref.name)) return [];
  return cluster.of('HorizontalPodAutoscaler').flatMap(({ ref: own, object }) => {
    if (condition(object, 'ScalingActive')?.status !== 'False') return [];
    const target = dig(object, 'spec', 'scaleTargetRef');
    const [kind, name] = [text(dig(target, 'kind')), text(dig(target, 'name'))];
    const scaled = kind && name ? cluster.workloadAt(ref(kind, own.namespace, name)) : undefined;
    const texts = { mechanism: 'no metrics', text: `${shown(own)} gets no metrics` };
    return [{ to: own, ...texts }, ...(scaled && keyOf(scaled.ref) !== keyOf(own) ? [{ to: scaled.ref, ...texts }] : [])];
  });
}
