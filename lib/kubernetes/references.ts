import type { EdgeType } from '#lib/graph/port.ts';
import type { KubernetesObject } from '#lib/rca/types.ts';
import { fields, type Identity, items, text } from './object.ts';
import { labelSelector, mapSelector, type Selector } from './selectors.ts';
import { calledServices } from './service-hosts.ts';

/** What one object says of another, by name or by uid. */
export interface Reference {
  type: EdgeType;
  kind: string;
  namespace: string | undefined;
  name: string;
  /** Set where the reference names a uid: then only that object is meant, whatever its name. */
  uid?: string;
  /** The edge goes from the target to the object that holds the reference (ownerReferences: owner OWNS owned). */
  reverse?: boolean;
  /** The object does not work without the target: where it is missing, that is shown. */
  required: boolean;
}

/** What an object selects by labels among the pods of its namespace. */
export interface PodSelection {
  type: 'SELECTS' | 'RESTRICTS';
  selector: Selector;
}

/** Where a kind keeps its pod template. */
export function podTemplateOf(object: KubernetesObject): Record<string, unknown> | undefined {
  const spec = fields(object.spec);
  switch (object.kind) {
    case 'Pod':
      return object;
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
      return fields(spec.template);
    case 'CronJob':
      return fields(fields(fields(spec.jobTemplate).spec).template);
    default:
      return undefined;
  }
}

/** Every reference an object holds, in the words of its API. */
export function referencesOf(object: KubernetesObject): Reference[] {
  const namespace = text(fields(object.metadata).namespace);
  const references: Reference[] = ownersOf(object, namespace);
  const template = podTemplateOf(object);
  if (template) references.push(...podReferences(fields(template.spec), namespace), ...calledServices(object, fields(template.spec)));
  references.push(...kindReferences(object, namespace));
  return withoutTwins(references);
}

function ownersOf(object: KubernetesObject, namespace: string | undefined): Reference[] {
  return items(fields(object.metadata).ownerReferences).flatMap(({ kind, name, uid }) => {
    const [ownerKind, ownerName, ownerUid] = [text(kind), text(name), text(uid)];
    if (!ownerKind || !ownerName || !ownerUid) return [];
    return [{ type: 'OWNS', kind: ownerKind, namespace, name: ownerName, uid: ownerUid, reverse: true, required: false }];
  });
}

/** A reference by name within the namespace, or none where the name is missing. */
function named(type: EdgeType, kind: string, namespace: string | undefined, name: unknown, required = true): Reference[] {
  const target = text(name);
  return target === undefined ? [] : [{ type, kind, namespace, name: target, required }];
}

function podReferences(spec: Record<string, unknown>, namespace: string | undefined): Reference[] {
  const containers = [...items(spec.initContainers), ...items(spec.containers), ...items(spec.ephemeralContainers)];
  const config = (name: unknown, optional: unknown) => named('USES_CONFIG', 'ConfigMap', namespace, name, optional !== true);
  const secret = (name: unknown, optional: unknown) => named('USES_SECRET', 'Secret', namespace, name, optional !== true);
  return [
    ...named('RUNS_ON', 'Node', undefined, spec.nodeName),
    ...named('USES_ACCOUNT', 'ServiceAccount', namespace, spec.serviceAccountName),
    ...items(spec.imagePullSecrets).flatMap(({ name }) => secret(name, false)),
    ...items(spec.volumes).flatMap((volume) => {
      const [configMap, secretVolume] = [fields(volume.configMap), fields(volume.secret)];
      return [
        ...config(configMap.name, configMap.optional),
        ...secret(secretVolume.secretName, secretVolume.optional),
        ...named('MOUNTS', 'PersistentVolumeClaim', namespace, fields(volume.persistentVolumeClaim).claimName),
        ...items(fields(volume.projected).sources).flatMap((source) => {
          const [projectedMap, projectedSecret] = [fields(source.configMap), fields(source.secret)];
          return [...config(projectedMap.name, projectedMap.optional), ...secret(projectedSecret.name, projectedSecret.optional)];
        }),
      ];
    }),
    ...containers.flatMap((container) => [
      ...items(container.envFrom).flatMap((source) => {
        const [map, secretSource] = [fields(source.configMapRef), fields(source.secretRef)];
        return [...config(map.name, map.optional), ...secret(secretSource.name, secretSource.optional)];
      }),
      ...items(container.env).flatMap((variable) => {
        const from = fields(variable.valueFrom);
        const [map, secretKey] = [fields(from.configMapKeyRef), fields(from.secretKeyRef)];
        return [...config(map.name, map.optional), ...secret(secretKey.name, secretKey.optional)];
      }),
    ]),
  ];
}

function kindReferences(object: KubernetesObject, namespace: string | undefined): Reference[] {
  const spec = fields(object.spec);
  switch (object.kind) {
    case 'Ingress': {
      const backends = [
        spec.defaultBackend,
        ...items(spec.rules).flatMap((rule) => items(fields(rule.http).paths).map((path) => path.backend)),
      ];
      return [
        ...backends.flatMap((backend) => named('ROUTES_TO', 'Service', namespace, fields(fields(backend).service).name)),
        ...items(spec.tls).flatMap(({ secretName }) => named('USES_SECRET', 'Secret', namespace, secretName)),
      ];
    }
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

/** Pods an object selects: a Service's, a disruption budget's, a network policy's. */
export function podSelectionOf(object: KubernetesObject): PodSelection | undefined {
  const spec = fields(object.spec);
  const chosen = (type: PodSelection['type'], selector: Selector | undefined) => (selector ? { type, selector } : undefined);
  switch (object.kind) {
    case 'Service':
      return chosen('SELECTS', mapSelector(spec.selector));
    case 'PodDisruptionBudget':
      return chosen('RESTRICTS', labelSelector(spec.selector));
    case 'NetworkPolicy':
      return chosen('RESTRICTS', labelSelector(spec.podSelector));
    default:
      return undefined;
  }
}

/** One reference for each edge it makes; a required one stands for its optional twin. */
function withoutTwins(references: Reference[]): Reference[] {
  const kept = new Map<string, Reference>();
  for (const reference of references) {
    const id = `${reference.type} ${targetId({ ...reference, cluster: '' }, reference.uid)} ${reference.reverse ?? false}`;
    const twin = kept.get(id);
    if (!twin || (!twin.required && reference.required)) kept.set(id, reference);
  }
  return [...kept.values()];
}

/** Identifies what a reference means: an object by uid, or whatever holds the name. */
export function targetId({ cluster, kind, namespace, name }: Identity, uid?: string): string {
  return uid === undefined ? `${cluster}|${kind}|${namespace ?? ''}|${name}` : `${cluster}|uid|${uid}`;
}
