import { type Fields, fields, items, text } from './fields.ts';
import { controllerOf, type Identity, type KubernetesObject } from './object.ts';
import { labelSelector, mapSelector, type Selector } from './selectors.ts';
import { isAddress, serviceNamesOf } from './service-hosts.ts';
import { podTemplateOf, templateHosts, templateReferences } from './template-references.ts';

/** The types of relations between resources. The graph has an edge type for each, and trouble travels along them. */
export const RELATION_TYPES = [
  'OWNS',
  'RUNS_ON',
  'SELECTS',
  'ROUTES_TO',
  'MOUNTS',
  'USES_CONFIG',
  'USES_SECRET',
  'USES_ACCOUNT',
  'BINDS',
  'SCALES',
  'LIMITS',
  'RESTRICTS',
  'CALLS',
] as const;

/** The type of a relation between two resources. */
export type RelationType = (typeof RELATION_TYPES)[number];

/** A reference from one object to another, by name, by uid or by address. */
export interface Reference {
  type: RelationType;
  kind: string;
  namespace: string | undefined;
  name: string;
  /** Set where the reference names a uid: then it means only that object, whatever its name. */
  uid?: string;
  /** Set where the reference is a cluster IP: then it means the Service that has it, and `name` is the address. */
  address?: string;
  /** The relation goes from the target to the object that holds the reference (ownerReferences: owner OWNS owned). */
  reverse?: boolean;
  /** The object does not work without the target: where the target is missing, that is reported. */
  required: boolean;
}

/** What an object selects by labels among the pods of its namespace. */
export interface PodSelection {
  type: 'SELECTS' | 'RESTRICTS';
  selector: Selector;
}

/** Every reference that an object holds, each relation once. */
export function referencesOf(object: KubernetesObject): Reference[] {
  const namespace = text(fields(object.metadata).namespace);
  const found = ownersOf(object, namespace);
  const template = podTemplateOf(object);
  if (template) {
    const podSpec = fields(template.spec);
    found.push(...named('RUNS_ON', 'Node', undefined, podSpec.nodeName));
    for (const { target, optional } of templateReferences(podSpec, namespace))
      found.push({ type: TEMPLATE_RELATIONS[target.kind]!, kind: target.kind, namespace, name: target.name, required: !optional });
    // An owned object (a Deployment's ReplicaSets and Pods) repeats its owner's template: only the owner calls.
    if (!controllerOf(object))
      for (const { host, certain } of templateHosts(podSpec)) for (const call of callsTo(host, namespace, certain)) found.push(call);
  }
  for (const reference of kindReferences(object, namespace)) found.push(reference);
  return withoutDuplicates(found);
}

/** The pods that an object selects: a Service's, a disruption budget's, a network policy's. */
export function podSelectionOf(object: KubernetesObject): PodSelection | undefined {
  switch (object.kind) {
    case 'Service': {
      const { type, selector } = fields(object.spec);
      return type === 'ExternalName' ? undefined : selectionBy('SELECTS', mapSelector(selector));
    }
    case 'PodDisruptionBudget':
      return selectionBy('RESTRICTS', labelSelector(fields(object.spec).selector));
    case 'NetworkPolicy':
      // Not specified, it defaults to an empty selector, which selects every pod (networking/v1, NetworkPolicySpec).
      return selectionBy('RESTRICTS', labelSelector(fields(object.spec).podSelector ?? {}));
    default:
      return undefined;
  }
}

function selectionBy(type: PodSelection['type'], selector: Selector | undefined): PodSelection | undefined {
  return selector && { type, selector };
}

/** Identifies what a reference means: an object by uid or by cluster IP, else whatever has the name. */
export function targetId({ cluster, kind, namespace, name }: Identity, { uid, address }: Pick<Reference, 'uid' | 'address'> = {}): string {
  if (uid !== undefined) return `${cluster}|uid|${uid}`;
  return address === undefined ? `${cluster}|${kind}|${namespace ?? ''}|${name}` : addressId(cluster, address);
}

/** Identifies the Service with a cluster IP. */
export function addressId(cluster: string, address: string): string {
  return `${cluster}|address|${address}`;
}

/** The services that a host in a text means to a pod of `namespace`, as references of type CALLS. */
export function callsTo(host: string, namespace: string | undefined, required: boolean): Reference[] {
  if (isAddress(host)) return [{ type: 'CALLS', kind: 'Service', namespace: undefined, name: host, address: host, required: false }];
  return serviceNamesOf(host, namespace).map((service) => ({ type: 'CALLS', kind: 'Service', ...service, required }));
}

function ownersOf(object: KubernetesObject, namespace: string | undefined): Reference[] {
  return items(fields(object.metadata).ownerReferences).flatMap((owner) => {
    const [kind, name, uid] = [text(owner.kind), text(owner.name), text(owner.uid)];
    return kind && name && uid ? [{ type: 'OWNS', kind, namespace, name, uid, reverse: true, required: false }] : [];
  });
}

/** A reference by name, or none where the name is missing. */
function named(type: RelationType, kind: string, namespace: string | undefined, name: unknown, required = true): Reference[] {
  const target = text(name);
  return target === undefined ? [] : [{ type, kind, namespace, name: target, required }];
}

const TEMPLATE_RELATIONS: Record<string, RelationType> = {
  ConfigMap: 'USES_CONFIG',
  Secret: 'USES_SECRET',
  PersistentVolumeClaim: 'MOUNTS',
  ServiceAccount: 'USES_ACCOUNT',
};

function kindReferences(object: KubernetesObject, namespace: string | undefined): Reference[] {
  const spec = fields(object.spec);
  switch (object.kind) {
    case 'Ingress':
      return [
        ...ingressBackends(spec).flatMap((service) => named('ROUTES_TO', 'Service', namespace, service)),
        ...items(spec.tls).flatMap(({ secretName }) => named('USES_SECRET', 'Secret', namespace, secretName)),
      ];
    case 'PersistentVolumeClaim':
      return [
        ...named('BINDS', 'PersistentVolume', undefined, spec.volumeName),
        ...named('BINDS', 'StorageClass', undefined, spec.storageClassName),
      ];
    case 'HorizontalPodAutoscaler': {
      const target = fields(spec.scaleTargetRef);
      return text(target.kind) ? named('SCALES', String(target.kind), namespace, target.name) : [];
    }
    case 'ResourceQuota':
    case 'LimitRange':
      return named('LIMITS', 'Namespace', undefined, namespace, false);
    case 'ServiceAccount':
      return items(object.imagePullSecrets).flatMap(({ name }) => named('USES_SECRET', 'Secret', namespace, name));
    case 'ValidatingWebhookConfiguration':
    case 'MutatingWebhookConfiguration':
      return items(object.webhooks).flatMap((webhook) => {
        const service = fields(fields(webhook.clientConfig).service);
        return named('ROUTES_TO', 'Service', text(service.namespace), service.name);
      });
    default:
      return [];
  }
}

/** The names of the Services that the spec of an Ingress routes to. */
export function ingressBackends(spec: Fields): string[] {
  const backends = [
    spec.defaultBackend,
    ...items(spec.rules).flatMap((rule) => items(fields(rule.http).paths).map(({ backend }) => backend)),
  ];
  return backends.flatMap((backend) => text(fields(fields(backend).service).name) ?? []);
}

/** Up to so many references, comparing each with each is quicker than a map. */
const FEW = 12;

/** One reference for each relation; a required reference replaces its optional duplicate. */
function withoutDuplicates(references: Reference[]): Reference[] {
  if (references.length <= FEW && !references.some((one, index) => repeatsEarlier(references, one, index))) return references;
  const kept = new Map<string, Reference>();
  for (const reference of references) {
    const id = `${reference.type} ${targetId({ ...reference, cluster: '' }, reference)} ${reference.reverse ?? false}`;
    const duplicate = kept.get(id);
    if (!duplicate || (!duplicate.required && reference.required)) kept.set(id, reference);
  }
  return [...kept.values()];
}

/** Whether a reference may make the same relation as one before it; false only where it certainly makes another. */
function repeatsEarlier(references: readonly Reference[], { type, name, uid }: Reference, index: number): boolean {
  for (let at = 0; at < index; at++) {
    const other = references[at]!;
    if (other.type === type && (other.name === name || (uid !== undefined && other.uid === uid))) return true;
  }
  return false;
}
