import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { ObjectRef } from '#lib/kubernetes/refs.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicationController', 'Rollout', 'DeploymentConfig'];
const CONTROL_PLANE = ['kube-scheduler', 'kube-controller-manager', 'kube-apiserver', 'etcd', 'cloud-controller-manager'];
const NODE_AGENT = /^(kube-proxy|kube-scheduler|kube-controller-manager|kube-apiserver|etcd|kube-flannel|calico-node|cilium|aws-node)-/;
/** An object that belongs to more workloads than this is counted as itself. */
const MANY = 3;
const MAX_OWNERS = 6;

const list = (value: unknown): KubernetesObject[] => (Array.isArray(value) ? value : []);
const app = (names: Iterable<string>) => new Set([...names].map((name) => `app/${name}`));

/**
 * Rolls the objects of a case up to the names that the labels of the cases use: `app/<workload>`, `node/<name>`,
 * `namespace/<name>` or `<kind>/<name>`. A cause names the right object if one of its names is among those of the truth.
 */
export class Rollup {
  #objects = new Map<string, KubernetesObject>();
  #namespace: string;
  #users: Map<string, Set<string>> | undefined;

  /** `resources`: the objects of the case; `namespace`: the namespace that the case is about. */
  constructor(resources: readonly KubernetesObject[], namespace: string) {
    for (const object of resources) {
      const { namespace: where = '', name } = object.metadata ?? {};
      this.#objects.set(keyOf(object.kind, where, name), object);
    }
    this.#namespace = namespace;
  }

  namesOf({ kind, namespace, name }: ObjectRef): Set<string> {
    const where = namespace || this.#namespace;
    const object = this.#at(kind, where, name) ?? this.#at(kind, '', name);
    const itself = `${kind.toLowerCase()}/${name}`;
    if (kind === 'Component' || (CONTROL_PLANE.includes(name) && ['Deployment', 'Pod', 'StaticPod', 'Service'].includes(kind)))
      return this.#controlPlane(name);
    if (kind === 'Pod' || kind === 'ReplicaSet' || WORKLOADS.includes(kind)) return this.#workload(kind, where, name, object);
    switch (kind) {
      case 'Namespace':
      case 'Node':
      case 'External':
      case 'App':
        return new Set([itself]);
      case 'ResourceQuota':
      case 'LimitRange':
        return new Set([`namespace/${where}`]);
      case 'Lease':
        return where === 'kube-node-lease' ? new Set([`node/${name}`]) : this.#other(itself, where, name);
      case 'Service':
      case 'Endpoints':
      case 'EndpointSlice':
        return this.#service(where, kind === 'EndpointSlice' ? serviceOf(name, object) : name);
      case 'ConfigMap':
      case 'Secret':
      case 'PersistentVolumeClaim':
      case 'ServiceAccount':
        return this.#used(kind, where, name, itself);
      case 'PersistentVolume':
        return this.#volume(where, name, object, itself);
      case 'StorageClass':
        return few(
          this.#namesOfAll(
            this.#of('PersistentVolumeClaim').filter((c) => c.spec?.storageClassName === name && c.status?.phase !== 'Bound'),
          ),
          itself,
        );
      case 'HorizontalPodAutoscaler':
        return app([object?.spec?.scaleTargetRef?.name ?? this.#byName(where, name) ?? name]);
      case 'NetworkPolicy':
      case 'PodDisruptionBudget': {
        const selector = kind === 'NetworkPolicy' ? object?.spec?.podSelector : object?.spec?.selector;
        const workloads = this.#selected(where, selector?.matchLabels);
        return workloads.size > 0 && workloads.size <= MANY ? new Set([...app(workloads), itself]) : new Set([itself]);
      }
      case 'Ingress':
        return this.#ingress(where, object, itself);
      case 'RoleBinding':
      case 'ClusterRoleBinding': {
        const accounts = list(object?.subjects).filter((subject) => subject.kind === 'ServiceAccount');
        const found = accounts.flatMap((one) =>
          apps(this.namesOf({ kind: 'ServiceAccount', namespace: one.namespace || where, name: one.name })),
        );
        return few(new Set(found), itself);
      }
      default:
        return this.#other(itself, where, name);
    }
  }

  #at(kind: string, namespace: string, name: string): KubernetesObject | undefined {
    return this.#objects.get(keyOf(kind, namespace, name));
  }

  #of(kind: string, namespace?: string): KubernetesObject[] {
    return [...this.#objects.values()].filter(
      (object) => object.kind === kind && (namespace === undefined || (object.metadata.namespace ?? '') === namespace),
    );
  }

  #workloadNames(namespace: string): Set<string> {
    return new Set(WORKLOADS.flatMap((kind) => this.#of(kind, namespace)).map(({ metadata }) => metadata.name));
  }

  #controlPlane(name: string): Set<string> {
    const nodes = this.#of('Node').filter(({ metadata }) =>
      Object.entries(metadata.labels ?? {}).some(
        ([label, value]) =>
          /^node-role\.kubernetes\.io\/(control-plane|master)$/.test(label) ||
          (label === 'kubernetes.io/role' && (value === 'master' || value === 'control-plane')),
      ),
    );
    return new Set([nodes.length === 1 ? `node/${nodes[0]?.metadata.name}` : `component/${name}`]);
  }

  #workload(kind: string, namespace: string, name: string, object: KubernetesObject | undefined): Set<string> {
    if (!object) {
      const guessed = guess(kind, name).name;
      const real = kind === 'Pod' && !this.#workloadNames(namespace).has(guessed) ? this.#byName(namespace, name) : undefined;
      return app([real ?? guessed]);
    }
    const owner = this.#owner(object);
    const isNodeAgent = owner.kind === 'DaemonSet' || owner.kind === 'Node' || NODE_AGENT.test(name);
    if (kind === 'Pod' && object.spec?.nodeName && namespace === 'kube-system' && isNodeAgent)
      return new Set([`node/${object.spec.nodeName}`]);
    return app([owner.name]);
  }

  /** The topmost controller of an object. */
  #owner(object: KubernetesObject): { kind: string; name: string } {
    let at = object;
    for (let step = 0; step < MAX_OWNERS; step++) {
      const references = list(at.metadata.ownerReferences);
      const reference = references.find(({ controller }) => controller) ?? references[0];
      if (!reference) break;
      const above = this.#at(reference.kind, at.metadata.namespace ?? '', reference.name);
      if (!above) return guess(reference.kind, reference.name);
      at = above;
    }
    return { kind: at.kind, name: at.metadata.name };
  }

  /** The workload with this name, or the one with the longest name that is a prefix or suffix of it. */
  #byName(namespace: string, name: string, among: ReadonlySet<string> = this.#workloadNames(namespace)): string | undefined {
    if (among.has(name)) return name;
    return [...among].filter((one) => name.startsWith(`${one}-`) || name.endsWith(`-${one}`)).sort((a, b) => b.length - a.length)[0];
  }

  #selected(namespace: string, selector: Record<string, string> | undefined): Set<string> {
    const wanted = Object.entries(selector ?? {});
    if (wanted.length === 0) return new Set();
    const fits = (labels: Record<string, string> | undefined) => wanted.every(([label, value]) => labels?.[label] === value);
    const pods = this.#of('Pod', namespace).filter(({ metadata }) => fits(metadata.labels));
    const workloads = WORKLOADS.flatMap((kind) => this.#of(kind, namespace)).filter(({ spec }) => fits(spec?.template?.metadata?.labels));
    return new Set([...pods.map((pod) => this.#owner(pod).name), ...workloads.map(({ metadata }) => metadata.name)]);
  }

  #service(namespace: string, name: string): Set<string> {
    if (this.#workloadNames(namespace).has(name)) return app([name]);
    const selected = this.#selected(namespace, this.#at('Service', namespace, name)?.spec?.selector);
    const workload = this.#byName(namespace, name, selected) ?? this.#byName(namespace, name);
    if (workload) return app([workload]);
    return selected.size > 0 && selected.size <= MANY ? app(selected) : app([name]);
  }

  #used(kind: string, namespace: string, name: string, itself: string): Set<string> {
    const users = this.#usersOf().get(keyOf(kind, namespace, name)) ?? new Set<string>();
    const named = users.size > 0 ? this.#byName(namespace, name, users) : this.#byName(namespace, name);
    if (named) return app([named]);
    return users.size > 0 && users.size <= MANY ? app(users) : new Set([itself]);
  }

  #volume(namespace: string, name: string, object: KubernetesObject | undefined, itself: string): Set<string> {
    const claim = object?.spec?.claimRef;
    const named = this.#byName(namespace, name);
    const found = new Set(named ? [`app/${named}`] : []);
    if (claim)
      for (const one of apps(this.namesOf({ kind: 'PersistentVolumeClaim', namespace: claim.namespace, name: claim.name }))) found.add(one);
    if (found.size === 0 && object) {
      const className = object.spec?.storageClassName ?? '';
      const waiting = this.#of('PersistentVolumeClaim').filter(
        (c) => c.status?.phase === 'Pending' && (c.spec?.storageClassName ?? '') === className,
      );
      for (const one of apps(this.#namesOfAll(waiting))) found.add(one);
    }
    return found.size > 0 ? found : new Set([itself]);
  }

  #ingress(namespace: string, object: KubernetesObject | undefined, itself: string): Set<string> {
    const paths = list(object?.spec?.rules).flatMap((rule) => list(rule.http?.paths));
    const services = paths.flatMap((path) => path.backend?.service?.name ?? []);
    const found = new Set([itself, ...services.flatMap((name) => [...this.namesOf({ kind: 'Service', namespace, name })])]);
    return found.size <= MANY + 1 ? found : new Set([itself]);
  }

  #other(itself: string, namespace: string, name: string): Set<string> {
    const workload = this.#byName(namespace, name);
    return new Set([itself, ...(workload ? [`app/${workload}`] : [])]);
  }

  #namesOfAll(objects: readonly KubernetesObject[]): Set<string> {
    return new Set(
      objects.flatMap(({ kind, metadata }) => [...this.namesOf({ kind, namespace: metadata.namespace, name: metadata.name })]),
    );
  }

  /** The workloads that refer to each ConfigMap, Secret, claim and ServiceAccount. */
  #usersOf(): Map<string, Set<string>> {
    if (this.#users) return this.#users;
    const users = new Map<string, Set<string>>();
    for (const object of this.#objects.values()) {
      const isWorkload = WORKLOADS.includes(object.kind) || object.kind === 'ReplicaSet';
      if (!isWorkload && object.kind !== 'Pod') continue;
      const spec = isWorkload ? (object.spec?.jobTemplate?.spec ?? object.spec)?.template?.spec : object.spec;
      const user = this.#owner(object).name;
      const namespace = object.metadata.namespace ?? '';
      const templates = list(object.spec?.volumeClaimTemplates).map(({ metadata }) => `${metadata?.name}-${object.metadata.name}-`);
      const claims = this.#of('PersistentVolumeClaim', namespace).filter(({ metadata }) =>
        templates.some((begin) => metadata.name.startsWith(begin)),
      );
      const used = [...referencesOf(spec ?? {}), ...claims.map(({ metadata }) => ['PersistentVolumeClaim', metadata.name] as const)];
      for (const [kind, name] of used) {
        const key = keyOf(kind, namespace, name);
        users.set(key, (users.get(key) ?? new Set()).add(user));
      }
    }
    this.#users = users;
    return users;
  }
}

function referencesOf(spec: KubernetesObject): (readonly [kind: string, name: string])[] {
  const sources = (one: KubernetesObject, configMap: string, secret: string, nameOf = 'name') => [
    ...(one[configMap] ? [['ConfigMap', one[configMap].name] as const] : []),
    ...(one[secret] ? [['Secret', one[secret][nameOf]] as const] : []),
  ];
  const containers = [...list(spec.containers), ...list(spec.initContainers)];
  return [
    ...(spec.serviceAccountName ? [['ServiceAccount', spec.serviceAccountName] as const] : []),
    ...list(spec.imagePullSecrets).map(({ name }) => ['Secret', name] as const),
    ...list(spec.volumes).flatMap((volume) => [
      ...sources(volume, 'configMap', 'secret', 'secretName'),
      ...(volume.persistentVolumeClaim ? [['PersistentVolumeClaim', volume.persistentVolumeClaim.claimName] as const] : []),
      ...list(volume.projected?.sources).flatMap((source) => sources(source, 'configMap', 'secret')),
    ]),
    ...containers.flatMap((container) => [
      ...list(container.env).flatMap(({ valueFrom }) => sources(valueFrom ?? {}, 'configMapKeyRef', 'secretKeyRef')),
      ...list(container.envFrom).flatMap((from) => sources(from, 'configMapRef', 'secretRef')),
    ]),
  ];
}

/** The owner that the name alone suggests. */
function guess(kind: string, name: string): { kind: string; name: string } {
  if (kind === 'ReplicaSet') return { kind: 'Deployment', name: name.replace(/-[a-z0-9]{6,10}$/, '') };
  if (kind !== 'Pod') return { kind, name };
  const ofDeployment = name.replace(/-[a-z0-9]{6,10}-[a-z0-9]{5}$/, '');
  return { kind: 'Deployment', name: ofDeployment === name ? name.replace(/-(\d+|[a-z0-9]{5})$/, '') : ofDeployment };
}

function serviceOf(slice: string, object: KubernetesObject | undefined): string {
  return object?.metadata.labels?.['kubernetes.io/service-name'] ?? slice.replace(/-[a-z0-9]{5}$/, '');
}

function few(found: Set<string>, itself: string): Set<string> {
  return found.size > 0 && found.size <= MANY ? found : new Set([itself]);
}

function apps(names: Iterable<string>): string[] {
  return [...names].filter((name) => name.startsWith('app/'));
}

function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace} ${name}`;
}
