import type { KubernetesObject } from '#lib/rca/types.ts';
import { fields, items, text } from './object.ts';
import type { Reference } from './references.ts';

/** A host that a text names, as a Service in the cluster's DNS. */
interface ServiceHost {
  name: string;
  namespace: string | undefined;
  /** It cannot mean anything but a Service of the cluster, so a missing one is a fault. */
  certain: boolean;
}

const LABEL = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const NAMES_A_HOST = /(HOST|HOSTS|ADDR|ADDRESS|URL|URI|ENDPOINT|ENDPOINTS|SERVER|SERVERS|SERVICE|BROKER|BROKERS|UPSTREAM|DSN)$/i;

/**
 * Services that a workload's containers are told to call, read from the values of their environment and their arguments.
 * DNS names of Services: kubernetes.io/docs/concepts/services-networking/dns-pod-service. Owned objects (a Deployment's
 * ReplicaSets and Pods) repeat their owner's template: the edge is drawn once, from the workload.
 */
export function calledServices(object: KubernetesObject, podSpec: Record<string, unknown>): Reference[] {
  const metadata = fields(object.metadata);
  if (items(metadata.ownerReferences).some((owner) => owner.controller === true)) return [];
  const own = text(metadata.namespace);
  const hosts = [...items(podSpec.initContainers), ...items(podSpec.containers)].flatMap((container) => [
    ...items(container.env).flatMap(({ name, value }) => serviceHosts(text(value) ?? '', NAMES_A_HOST.test(String(name)))),
    ...[container.command, container.args].flatMap((words) =>
      Array.isArray(words) ? words.flatMap((word) => (typeof word === 'string' ? serviceHosts(word, false) : [])) : [],
    ),
  ]);
  return hosts.map(({ name, namespace, certain }) => ({
    type: 'CALLS',
    kind: 'Service',
    namespace: namespace ?? own,
    name,
    required: certain,
  }));
}

/**
 * Hosts in a text that may be Services: URLs, host:port pairs, names ending in `.svc`, and with `bare` (the variable is
 * called ..._HOST or the like) a plain name too. A public name such as example.com:443 comes out as a Service
 * "example" in a namespace "com": it is not `certain`, and draws an edge only if that Service exists.
 */
export function serviceHosts(value: string, bare: boolean): ServiceHost[] {
  const found: ServiceHost[] = [];
  for (const token of value.slice(0, 4096).split(/[\s,;"'=()[\]{}<>|]+/)) {
    const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(token)?.[0] ?? '';
    const authority = token.slice(scheme.length).split(/[/?#]/, 1)[0] ?? '';
    const [host = '', port] = authority.slice(authority.lastIndexOf('@') + 1).split(':');
    const parts = host.toLowerCase().replace(/\.$/, '').split('.');
    const hasPort = port !== undefined && /^\d{1,5}$/.test(port);
    if (!parts.every((part) => LABEL.test(part)) || parts[0] === 'localhost') continue;
    const svc = parts.indexOf('svc');
    if (svc >= 2) found.push({ name: parts[svc - 2]!, namespace: parts[svc - 1]!, certain: true });
    else if (parts.length === 1 && (scheme !== '' || hasPort || bare))
      found.push({ name: parts[0]!, namespace: undefined, certain: scheme !== '' });
    else if (parts.length === 2 && (scheme !== '' || hasPort || bare))
      found.push({ name: parts[0]!, namespace: parts[1]!, certain: false });
  }
  return found;
}
