import { type Fields, fields, items, text } from '#lib/kubernetes/fields.ts';
import { ref } from '#lib/kubernetes/refs.ts';
import type { ObjectRef } from '../types.ts';
import { templateContainers, type Workload } from './workloads.ts';

/** Something a workload's template names and needs: a ConfigMap, Secret, claim or account. */
export interface Reference {
  target: ObjectRef;
  /** A key of it that must be there. */
  key: string | undefined;
  optional: boolean;
  /** Where the template names it: `env DB_PASSWORD of container web`. */
  where: string;
  /** Consumed as environment: a change reaches only containers that start after it. */
  asEnv: boolean;
  /** Named only for pulling images. */
  forPull: boolean;
}

/** Everything a workload's template refers to by name, in the order of the template. */
export function referencesOf(workload: Workload): Reference[] {
  const { template } = workload;
  const namespace = workload.ref.namespace;
  const found: Reference[] = [];
  const add = (kind: string, name: unknown, where: string, more: Partial<Reference> = {}) => {
    const target = text(name);
    if (target)
      found.push({ target: ref(kind, namespace, target), key: undefined, optional: false, where, asEnv: false, forPull: false, ...more });
  };
  add('ServiceAccount', template.serviceAccountName, 'serviceAccountName');
  for (const secret of items(template.imagePullSecrets)) add('Secret', secret.name, 'imagePullSecrets', { forPull: true });
  for (const volume of items(template.volumes)) addVolume(volume, add);
  for (const container of templateContainers(workload)) addEnvironment(container, add);
  return found;
}

type Add = (kind: string, name: unknown, where: string, more?: Partial<Reference>) => void;

function addVolume(volume: Fields, add: Add): void {
  const where = `volume ${text(volume.name) ?? ''}`.trim();
  const [configMap, secret] = [fields(volume.configMap), fields(volume.secret)];
  const keys = (source: Fields): (string | undefined)[] => {
    const named = items(source.items).map(({ key }) => text(key));
    return named.length > 0 ? named : [undefined];
  };
  for (const key of keys(configMap)) add('ConfigMap', configMap.name, where, { key, optional: configMap.optional === true });
  for (const key of keys(secret)) add('Secret', secret.secretName, where, { key, optional: secret.optional === true });
  add('PersistentVolumeClaim', fields(volume.persistentVolumeClaim).claimName, where);
  for (const source of items(fields(volume.projected).sources)) {
    const [projectedMap, projectedSecret] = [fields(source.configMap), fields(source.secret)];
    // Every pod has this one; the controller manager makes it in each namespace.
    const own = projectedMap.name === 'kube-root-ca.crt';
    for (const key of keys(projectedMap))
      if (!own) add('ConfigMap', projectedMap.name, where, { key, optional: projectedMap.optional === true });
    for (const key of keys(projectedSecret))
      add('Secret', projectedSecret.name, where, { key, optional: projectedSecret.optional === true });
  }
}

function addEnvironment(container: Fields, add: Add): void {
  const of = `of container ${text(container.name) ?? ''}`.trim();
  for (const source of items(container.envFrom)) {
    const [map, secret] = [fields(source.configMapRef), fields(source.secretRef)];
    add('ConfigMap', map.name, `envFrom ${of}`, { optional: map.optional === true, asEnv: true });
    add('Secret', secret.name, `envFrom ${of}`, { optional: secret.optional === true, asEnv: true });
  }
  for (const variable of items(container.env)) {
    const from = fields(variable.valueFrom);
    const [map, secret] = [fields(from.configMapKeyRef), fields(from.secretKeyRef)];
    const where = `env ${text(variable.name) ?? ''} ${of}`;
    add('ConfigMap', map.name, where, { key: text(map.key), optional: map.optional === true, asEnv: true });
    add('Secret', secret.name, where, { key: text(secret.key), optional: secret.optional === true, asEnv: true });
  }
}
