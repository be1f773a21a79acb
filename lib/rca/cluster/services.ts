import { byText } from '#lib/kubernetes/canonical.ts';
import { type Fields, fields, items, number, text, texts, words } from '#lib/kubernetes/fields.ts';
import { podSelectionOf } from '#lib/kubernetes/references.ts';
import { type Selector, selects } from '#lib/kubernetes/selectors.ts';
import type { StillRelations } from '#lib/kubernetes/still-relations.ts';
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

/**
 * The Services of a snapshot, in the order of their names. `podsByKey` are the pods of all workloads, `owners` the workloads
 * by the keys of what they own.
 */
export function servicesOf(
  inventory: Inventory,
  workloads: readonly Workload[],
  relations: StillRelations,
  podsByKey: ReadonlyMap<string, Pod>,
  owners: ReadonlyMap<string, Workload>,
): Service[] {
  const slices = sliceAddresses(inventory);
  const byTemplate = workloadsByTemplateLabel(workloads);
  return inventory.of('Service').map((entity) => {
    const spec = fields(entity.object.spec);
    const selection = podSelectionOf(entity.object)?.selector;
    const pods = relations.from(entity.ref).flatMap(({ type, key }) => (type === 'SELECTS' ? (podsByKey.get(key) ?? []) : []));
    return {
      ...entity,
      spec,
      selector: texts(spec.selector),
      external: spec.type === 'ExternalName',
      ports: items(spec.ports).map(portOf),
      clusterIp: text(spec.clusterIP),
      pods,
      readyPods: pods.filter((pod) => pod.ready && pod.deletedAt === undefined),
      workloads: selection ? workloadsBehind(entity, selection, pods, owners, byTemplate) : [],
      endpoints: slices(entity),
    };
  });
}

/** The owners of the pods that a selector matches, and the workloads whose template it matches, in the order of their names. */
function workloadsBehind(
  service: Entity,
  selector: Selector,
  pods: readonly Pod[],
  owners: ReadonlyMap<string, Workload>,
  byTemplate: ReadonlyMap<string, readonly Workload[]>,
): Workload[] {
  const found = new Set<Workload>();
  for (const pod of pods) {
    const owner = owners.get(pod.key);
    if (owner) found.add(owner);
  }
  const [first] = Object.entries(selector.equal);
  const labelled = first ? (byTemplate.get(labelKey(service.ref.namespace, first[0], first[1])) ?? []) : [];
  for (const workload of labelled) if (selects(selector, workload.templateLabels)) found.add(workload);
  return [...found].sort((a, b) => byText(a.key, b.key));
}

const labelKey = (namespace: string | undefined, name: string, value: string): string => `${namespace ?? ''}/${name}=${value}`;

/** Workloads by each label of their template, so that a selector need be compared with few of them only. */
function workloadsByTemplateLabel(workloads: readonly Workload[]): Map<string, Workload[]> {
  const found = new Map<string, Workload[]>();
  for (const workload of workloads)
    for (const [name, value] of Object.entries(workload.templateLabels)) {
      const key = labelKey(workload.ref.namespace, name, value);
      const list = found.get(key);
      if (list) list.push(workload);
      else found.set(key, [workload]);
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
