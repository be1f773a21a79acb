import { type Fields, fields, items, text, words } from './fields.ts';
import type { KubernetesObject } from './object.ts';
import { type ObjectRef, ref } from './refs.ts';
import { hostsIn, isCertain, isClusterName, namesHost } from './service-hosts.ts';

/** An object that a pod template names and needs: a ConfigMap, Secret, claim or service account. */
export interface TemplateReference {
  target: ObjectRef;
  /** A key of the ConfigMap or Secret that must exist. */
  key: string | undefined;
  optional: boolean;
  /** Where the template names it: `env DB_PASSWORD of container web`. */
  where: string;
  /** Consumed as environment variables: a change reaches only containers that start after it. */
  asEnv: boolean;
  /** Used only to pull images. */
  forPull: boolean;
}

/** A host that a pod template names in an environment variable, a command or an argument. */
export interface TemplateHost {
  host: string;
  port: number | undefined;
  /** `env CART_ADDR of container web`, `arguments of container web`. */
  where: string;
  /** The name of the environment variable. */
  variable: string | undefined;
  /** The whole text that names the host. */
  value: string;
  /** It has the form of a Service of this cluster (see isClusterName). */
  inCluster: boolean;
  /** It cannot be anything but a Service of this cluster, so that a missing one is a fault. */
  certain: boolean;
}

/** The pod template of an object: of a workload its template, of a Pod the Pod itself; undefined for other kinds. */
export function podTemplateOf(object: KubernetesObject): Fields | undefined {
  const spec = fields(object.spec);
  switch (object.kind) {
    case 'Pod':
      return object;
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
    case 'ReplicationController':
      return fields(spec.template);
    case 'CronJob':
      return fields(fields(fields(spec.jobTemplate).spec).template);
    default:
      return undefined;
  }
}

/** Every container of a pod spec: init containers first, then containers, then ephemeral ones. */
export function containersOf(podSpec: Fields): Fields[] {
  return [...items(podSpec.initContainers), ...items(podSpec.containers), ...items(podSpec.ephemeralContainers)];
}

/** Everything that a pod spec in `namespace` refers to by name, in the order of the spec. */
export function templateReferences(podSpec: Fields, namespace: string | undefined): TemplateReference[] {
  const found: TemplateReference[] = [];
  const add: Add = (kind, name, where, more = {}) => {
    const target = text(name);
    if (target)
      found.push({ target: ref(kind, namespace, target), key: undefined, optional: false, where, asEnv: false, forPull: false, ...more });
  };
  add('ServiceAccount', podSpec.serviceAccountName, 'serviceAccountName');
  for (const secret of items(podSpec.imagePullSecrets)) add('Secret', secret.name, 'imagePullSecrets', { forPull: true });
  for (const volume of items(podSpec.volumes)) addVolume(volume, add);
  for (const container of containersOf(podSpec)) addEnvironment(container, add);
  return found;
}

type Add = (kind: string, name: unknown, where: string, more?: Partial<TemplateReference>) => void;

/** The controller manager puts this ConfigMap into every namespace, and every pod mounts it: it tells nothing about a pod. */
const ROOT_CA = 'kube-root-ca.crt';

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
    for (const key of projectedMap.name === ROOT_CA ? [] : keys(projectedMap))
      add('ConfigMap', projectedMap.name, where, { key, optional: projectedMap.optional === true });
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

/** The hosts that a pod spec's containers are configured to call, each once a place. */
export function templateHosts(podSpec: Fields): TemplateHost[] {
  const found = new Map<string, TemplateHost>();
  const add = (value: string, where: string, variable: string | undefined) => {
    for (const { host, port, hasScheme } of hostsIn(value, variable !== undefined && namesHost(variable))) {
      const inCluster = isClusterName(host);
      const certain = isCertain({ host, hasScheme });
      const key = `${where} ${host} ${port ?? ''}`;
      if (!found.has(key)) found.set(key, { host, port, where, variable, value, inCluster, certain });
    }
  };
  for (const container of [...items(podSpec.initContainers), ...items(podSpec.containers)]) {
    const of = `of container ${text(container.name) ?? ''}`;
    for (const { name, value } of environment(container)) add(value, `env ${name} ${of}`, name);
    for (const word of [...words(container.command), ...words(container.args)]) add(word, `arguments ${of}`, undefined);
  }
  return [...found.values()];
}

/** The literal values of a container's environment; those that come from a ConfigMap or Secret are left out. */
export function environment(container: Fields): { name: string; value: string }[] {
  return items(container.env).flatMap((variable) => {
    const [name, value] = [text(variable.name), text(variable.value)];
    return name && value ? [{ name, value }] : [];
  });
}
