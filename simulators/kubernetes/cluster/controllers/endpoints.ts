import { NAME_ALPHABET, type Obj } from '../../store/object.ts';
import { alike, hashNumber } from '../api-machinery/names.ts';
import { matchesLabels } from '../api-machinery/selectors.ts';
import { controlledBy, type World } from '../world.ts';
import { isReady } from './pods.ts';

/** Maintains the EndpointSlice and the Endpoints of every Service with a selector. */
export function endpointsController(world: World): () => void {
  return () => {
    for (const service of world.list('Service')) {
      if (!service.spec.selector || service.metadata.deletionTimestamp) continue;
      const pods = world
        .list('Pod', service.metadata.namespace)
        .filter((pod) => matchesLabels(service.spec.selector, pod.metadata.labels))
        .filter((pod) => pod.status?.podIP && pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed');
      writeSlice(world, service, pods);
      writeEndpoints(world, service, pods);
    }
    for (const endpoints of world.list('Endpoints')) {
      if (!world.store.find('Service', endpoints.metadata.namespace, endpoints.metadata.name)) world.delete(endpoints);
    }
  };
}

/** The ports of a Service on a pod: a named target port is resolved in the pod. */
function portsOf(service: Obj, pod: Obj | undefined): { name?: string; port: number; protocol: string; appProtocol?: string }[] {
  return (service.spec.ports ?? []).flatMap((port: Obj['spec']) => {
    const number = typeof port.targetPort === 'string' ? containerPort(pod, port.targetPort) : port.targetPort;
    if (number === undefined) return [];
    return [{ name: port.name ?? '', port: number, protocol: port.protocol, ...(port.appProtocol && { appProtocol: port.appProtocol }) }];
  });
}

/** The number of the pod's port with a name. */
export function containerPort(pod: Obj | undefined, name: string): number | undefined {
  const ports = (pod?.spec.containers ?? []).flatMap((container: Obj['spec']) => container.ports ?? []);
  return ports.find((port: { name?: string }) => port.name === name)?.containerPort;
}

function writeSlice(world: World, service: Obj, pods: Obj[]): void {
  const { name, namespace } = service.metadata;
  const slice = world.ownedBy('EndpointSlice', service)[0];
  const ports = pods.length > 0 ? portsOf(service, pods.find((pod) => portsOf(service, pod).length > 0) ?? pods[0]) : null;
  const endpoints = pods.map((pod) => {
    const terminating = Boolean(pod.metadata.deletionTimestamp);
    const serving = isReady(pod) || Boolean(service.spec.publishNotReadyAddresses);
    const node = world.store.find('Node', undefined, pod.spec.nodeName);
    const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
    return {
      addresses: [pod.status.podIP],
      conditions: { ready: serving && !terminating, serving, terminating },
      nodeName: pod.spec.nodeName,
      targetRef: { kind: 'Pod', name: pod.metadata.name, namespace, uid: pod.metadata.uid },
      ...(zone && { zone }),
    };
  });
  if (slice) {
    if (alike(slice.endpoints, endpoints) && alike(slice.ports, ports)) return;
    const trigger = { ...slice.metadata.annotations, ...triggered(world) };
    world.store.update({
      ...slice,
      metadata: { ...slice.metadata, annotations: trigger, generation: (slice.metadata.generation ?? 1) + 1 },
      endpoints,
      ports,
    });
    return;
  }
  world.create({
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${ending(service.metadata.uid)}`,
      generateName: `${name}-`,
      namespace,
      annotations: triggered(world),
      labels: {
        ...service.metadata.labels,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': name,
        ...(service.spec.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
      },
      ownerReferences: [controlledBy(service)],
    },
    addressType: 'IPv4',
    endpoints,
    ports,
  });
}

function writeEndpoints(world: World, service: Obj, pods: Obj[]): void {
  const { name, namespace } = service.metadata;
  const address = (pod: Obj) => ({
    ip: pod.status.podIP,
    nodeName: pod.spec.nodeName,
    targetRef: { kind: 'Pod', name: pod.metadata.name, namespace, uid: pod.metadata.uid },
  });
  const living = pods.filter((pod) => !pod.metadata.deletionTimestamp);
  const ready = living.filter((pod) => isReady(pod) || service.spec.publishNotReadyAddresses).map(address);
  const others = living.filter((pod) => !(isReady(pod) || service.spec.publishNotReadyAddresses)).map(address);
  const ports = portsOf(service, living[0]);
  const subsets =
    living.length === 0
      ? undefined
      : [
          {
            ...(ready.length > 0 && { addresses: ready }),
            ...(others.length > 0 && { notReadyAddresses: others }),
            ports: ports.map(({ name: portName, ...port }) => ({ ...(portName && { name: portName }), ...port })),
          },
        ];
  const current = world.store.find('Endpoints', namespace, name);
  if (!current) {
    const labels = {
      ...service.metadata.labels,
      'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
      ...(service.spec.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
    };
    world.create({ kind: 'Endpoints', metadata: { name, namespace, labels, annotations: triggered(world) }, ...(subsets && { subsets }) });
  } else if (!alike(current.subsets, subsets)) {
    const { subsets: _, ...rest } = current;
    const annotations = { ...rest.metadata.annotations, ...triggered(world) };
    world.store.update({ ...rest, metadata: { ...rest.metadata, annotations }, ...(subsets && { subsets }) } as Obj);
  }
}

function triggered(world: World): Record<string, string> {
  return { 'endpoints.kubernetes.io/last-change-trigger-time': world.time() };
}

function ending(uid: string): string {
  let number = hashNumber(uid);
  let text = '';
  for (let i = 0; i < 5; i++) {
    text += NAME_ALPHABET[number % NAME_ALPHABET.length];
    number = Math.floor(number / NAME_ALPHABET.length);
  }
  return text;
}
