import { type Fields, fields, items, number, text, texts } from '../read.ts';
import type { Entity, Inventory } from './entities.ts';
import type { Pod } from './pods.ts';
import type { Workload } from './workloads.ts';

/** One port of a Service. */
export interface ServicePort {
  name: string | undefined;
  port: number | undefined;
  /** A number, or the name of a container port. */
  target: number | string | undefined;
  protocol: string;
  appProtocol: string | undefined;
}

/** A Service with what its selector finds. */
export interface Service extends Entity {
  spec: Fields;
  selector: Record<string, string>;
  ports: ServicePort[];
  clusterIp: string | undefined;
  external: boolean;
  /** Pods that the selector matches. */
  pods: Pod[];
  readyPods: Pod[];
  /** Workloads whose template the selector matches, and owners of matched pods. */
  workloads: Workload[];
  /** Addresses that EndpointSlices or Endpoints list as ready; undefined where the snapshot has neither. */
  endpoints: string[] | undefined;
}

/** The Services of a snapshot, in the order of their names. */
export function servicesOf(inventory: Inventory, workloads: readonly Workload[]): Service[] {
  const slices = sliceAddresses(inventory);
  return inventory.of('Service').map((entity) => {
    const spec = fields(entity.object.spec);
    const selector = texts(spec.selector);
    const external = spec.type === 'ExternalName';
    const own = external ? [] : workloads.filter((one) => one.ref.namespace === entity.ref.namespace);
    const matches = (labels: Record<string, string>) => isSelected(selector, labels);
    const pods = own.flatMap((one) => one.pods.filter((pod) => matches(pod.labels)));
    return {
      ...entity,
      spec,
      selector,
      external,
      ports: items(spec.ports).map(portOf),
      clusterIp: text(spec.clusterIP),
      pods,
      readyPods: pods.filter((pod) => pod.ready && pod.deletedAt === undefined),
      workloads: own.filter((one) => matches(one.templateLabels) || one.pods.some((pod) => matches(pod.labels))),
      endpoints: slices(entity),
    };
  });
}

/** Whether a selector of equalities matches labels; an empty one selects nothing here, as in a Service. */
export function isSelected(selector: Record<string, string>, labels: Record<string, string>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}

function portOf(port: Fields): ServicePort {
  return {
    name: text(port.name),
    port: number(port.port),
    target: number(port.targetPort) ?? text(port.targetPort) ?? number(port.port),
    protocol: text(port.protocol) ?? 'TCP',
    appProtocol: text(port.appProtocol),
  };
}

function sliceAddresses(inventory: Inventory): (service: Entity) => string[] | undefined {
  const found = new Map<string, string[]>();
  const note = (namespace: string | undefined, name: string, addresses: string[]) => {
    const key = `${namespace ?? ''}/${name}`;
    found.set(key, [...(found.get(key) ?? []), ...addresses]);
  };
  for (const slice of inventory.of('EndpointSlice')) {
    const service = slice.labels['kubernetes.io/service-name'];
    const ready = items(slice.object.endpoints).filter((endpoint) => fields(endpoint.conditions).ready !== false);
    if (service)
      note(
        slice.ref.namespace,
        service,
        ready.flatMap(({ addresses }) => (Array.isArray(addresses) ? addresses.map(String) : [])),
      );
  }
  for (const endpoints of inventory.of('Endpoints')) {
    const addresses = items(endpoints.object.subsets).flatMap((subset) => items(subset.addresses).flatMap(({ ip }) => text(ip) ?? []));
    note(endpoints.ref.namespace, endpoints.ref.name, addresses);
  }
  return ({ ref: { namespace, name } }) => {
    const addresses = found.get(`${namespace ?? ''}/${name}`);
    return addresses && [...new Set(addresses)].sort();
  };
}
