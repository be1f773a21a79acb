import { type Fields, fields, items, number, text, texts, words } from '#lib/kubernetes/fields.ts';
import { podSelectionOf } from '#lib/kubernetes/references.ts';
import { keyOf } from '#lib/kubernetes/refs.ts';
import { selects } from '#lib/kubernetes/selectors.ts';
import type { Entity, Inventory } from './entities.ts';
import type { Pod } from './pods.ts';
import type { ClusterRelations } from './relations.ts';
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

/** A Service with the pods and workloads that its selector matches. */
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
  /** Addresses that EndpointSlices or Endpoints list as ready; undefined if the snapshot has neither. */
  endpoints: string[] | undefined;
}

/** The Services of a snapshot, in the order of their names. */
export function servicesOf(inventory: Inventory, workloads: readonly Workload[], relations: ClusterRelations): Service[] {
  const slices = sliceAddresses(inventory);
  const withLabel = workloadsByLabel(workloads);
  const pods = new Map(workloads.flatMap((workload) => workload.pods.map((pod) => [pod.key, { pod, workload }])));
  return inventory.of('Service').map((entity) => {
    const spec = fields(entity.object.spec);
    const selection = podSelectionOf(entity.object)?.selector;
    const [first] = Object.entries(selection?.equal ?? {});
    const named = first ? (withLabel.get(labelKey(entity.ref.namespace, first[0], first[1])) ?? []) : [];
    const selected = relations.from(entity.ref).flatMap(({ type, object }) => (type === 'SELECTS' ? (pods.get(keyOf(object)) ?? []) : []));
    const owners = new Set(selected.map(({ workload }) => workload));
    const own = selected.map(({ pod }) => pod);
    return {
      ...entity,
      spec,
      selector: texts(spec.selector),
      external: spec.type === 'ExternalName',
      ports: items(spec.ports).map(portOf),
      clusterIp: text(spec.clusterIP),
      pods: own,
      readyPods: own.filter((pod) => pod.ready && pod.deletedAt === undefined),
      workloads: named.filter((one) => owners.has(one) || (selection !== undefined && selects(selection, one.templateLabels))),
      endpoints: slices(entity),
    };
  });
}

const labelKey = (namespace: string | undefined, name: string, value: string): string => `${namespace ?? ''}/${name}=${value}`;

/** Workloads by each label of their template and pods, so that a selector need be compared with few of them only. */
function workloadsByLabel(workloads: readonly Workload[]): Map<string, Workload[]> {
  const found = new Map<string, Workload[]>();
  for (const workload of workloads) {
    const labels = new Set<string>();
    for (const source of [workload.templateLabels, ...workload.pods.map((pod) => pod.labels)])
      for (const [name, value] of Object.entries(source)) labels.add(labelKey(workload.ref.namespace, name, value));
    for (const label of labels) {
      const list = found.get(label);
      if (list) list.push(workload);
      else found.set(label, [workload]);
    }
  }
  return found;
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
        ready.flatMap(({ addresses }) => words(addresses)),
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
