import type { Obj } from '../../store/object.ts';
import type { Store } from '../../store/store.ts';
import { isTrue } from '../api-machinery/conditions.ts';

/** All problems in a cluster, as `<Kind>/<name>: <reason>`. */
export function problems(store: Store): string[] {
  const found: string[] = [];
  const check = (kind: string, problem: (object: Obj) => string | undefined) => {
    for (const object of store.list(kind)) {
      const why = problem(object);
      if (why) found.push(`${kind}/${object.metadata.name}: ${why}`);
    }
  };
  check('Node', (node) =>
    !isTrue(node, 'Ready') ? 'not ready' : node.spec.taints?.some(({ key }: { key: string }) => key !== CONTROL_PLANE) && 'tainted',
  );
  check('Pod', podProblem);
  check('Deployment', ({ spec, status, metadata }) => {
    if (status?.observedGeneration !== metadata.generation) return 'not observed';
    const bad = status.conditions.find(
      (one: { type: string; status: string }) => (one.status === 'True') === (one.type === 'ReplicaFailure'),
    );
    if (bad) return bad.reason;
    return status.updatedReplicas === spec.replicas && status.availableReplicas === spec.replicas && status.replicas === spec.replicas
      ? undefined
      : 'not rolled out';
  });
  check('StatefulSet', ({ spec, status }) => (status?.readyReplicas === spec.replicas ? undefined : 'not ready'));
  check('DaemonSet', ({ status }) =>
    status?.numberReady === status?.desiredNumberScheduled && status?.numberReady > 0 ? undefined : 'not ready',
  );
  check('PersistentVolumeClaim', ({ status }) => (status?.phase === 'Bound' ? undefined : status?.phase));
  check('Service', (service) =>
    service.spec.selector && readyEndpoints(store, service.metadata.namespace, service.metadata.name) === 0 ? 'no endpoints' : undefined,
  );
  return found;
}

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

function podProblem(pod: Obj): string | undefined {
  if (pod.metadata.deletionTimestamp) return 'terminating';
  if (pod.status?.phase === 'Succeeded' || isTrue(pod, 'Ready')) return undefined;
  return pod.status?.containerStatuses?.[0]?.state?.waiting?.reason ?? pod.status?.phase;
}

/** The number of endpoints of a Service that receive traffic. */
export function readyEndpoints(store: Store, namespace: string | undefined, service: string): number {
  return store
    .list('EndpointSlice', namespace)
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === service)
    .flatMap((slice) => slice.endpoints ?? [])
    .filter((endpoint: { conditions: { ready: boolean } }) => endpoint.conditions.ready).length;
}

/** The pods of an app of the shop, newest last. */
export function podsOf(store: Store, app: string): Obj[] {
  return store
    .list('Pod', 'shop')
    .filter((pod) => pod.metadata.labels?.app === app)
    .sort((a, b) => Number(a.metadata.creationTimestamp > b.metadata.creationTimestamp) - 0.5);
}

/** The Events about an object, as `<type> <reason> <message>`. */
export function eventsOf(store: Store, kind: string, name: string): string[] {
  return store
    .list('Event')
    .filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name)
    .map(({ type, reason, message }) => `${type} ${reason} ${message}`);
}
