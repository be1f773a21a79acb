import { type Fields, items, text, words } from '#lib/kubernetes/fields.ts';
import type { Service } from './services.ts';
import { templateContainers, type Workload } from './workloads.ts';

/** A host (and port) that a workload is told to call. */
export interface Call {
  from: Workload;
  host: string;
  port: number | undefined;
  /** `env CART_ADDR of container web`, `arguments of container web`. */
  where: string;
  /** The name of the environment variable. */
  variable: string | undefined;
  value: string;
  /** The Service of that name, where there is one. */
  service: Service | undefined;
  /** Has the form of a Service of this cluster (a single label, or name.namespace[.svc…]). */
  inCluster: boolean;
}

/** Finds Services by the names under which pods reach them (kubernetes.io/docs/concepts/services-networking/dns-pod-service). */
export interface ServiceNames {
  /** `from`: the caller's namespace, for short names. IPs find the Service with that cluster IP. */
  resolve(host: string, from: string | undefined): Service | undefined;
}

/** Index of Services by namespace and name, and by cluster IP. */
export function serviceNames(services: readonly Service[]): ServiceNames {
  const byName = new Map(services.map((one) => [`${one.ref.namespace ?? ''}/${one.ref.name}`, one]));
  const byIp = new Map(services.filter((one) => one.clusterIp && one.clusterIp !== 'None').map((one) => [one.clusterIp!, one]));
  return {
    resolve: (host, from) => {
      const direct = byIp.get(host);
      if (direct) return direct;
      const labels = host.toLowerCase().replace(/\.$/, '').split('.');
      if (labels.length === 1) return byName.get(`${from ?? ''}/${labels[0]}`);
      const svc = labels.indexOf('svc');
      // pod-0.name.namespace.svc: a pod of a headless Service.
      if (svc >= 2) return byName.get(`${labels[svc - 1]}/${labels[svc - 2]}`);
      return byName.get(`${labels[1]}/${labels[0]}`) ?? (labels.length === 2 ? byName.get(`${from ?? ''}/${labels[1]}`) : undefined);
    },
  };
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const NAMES_A_HOST = /(HOSTS?|HOSTNAME|ADDR|ADDRESS|ADDRESSES|URLS?|URI|ENDPOINTS?|SERVERS?|BROKERS?|UPSTREAMS?|DSN)$/i;
const NOT_A_HOST = /^(true|false|yes|no|on|off|none|null|localhost|debug|info|warn|error|default|production|development)$/i;

/** What each workload is told to call, by its environment, command and arguments. */
export function callsOf(workload: Workload, names: ServiceNames): Call[] {
  const found = new Map<string, Call>();
  const add = (value: string, where: string, variable: string | undefined) => {
    for (const { host, port } of hostsIn(value, variable !== undefined && NAMES_A_HOST.test(variable))) {
      const service = names.resolve(host, workload.ref.namespace);
      const key = `${where} ${host} ${port ?? ''}`;
      if (!found.has(key)) found.set(key, { from: workload, host, port, where, variable, value, service, inCluster: isClusterName(host) });
    }
  };
  for (const container of templateContainers(workload)) {
    const of = `of container ${text(container.name) ?? ''}`;
    for (const { name, value } of environment(container)) add(value, `env ${name} ${of}`, name);
    for (const word of [...words(container.command), ...words(container.args)]) add(word, `arguments ${of}`, undefined);
  }
  return [...found.values()];
}

/** The plain values of a container's environment. */
export function environment(container: Fields): { name: string; value: string }[] {
  return items(container.env).flatMap(({ name, value }) => {
    const [called, is] = [text(name), text(value)];
    return called && is ? [{ name: called, value: is }] : [];
  });
}

/** Hosts that a text names: in URLs, as host:port, as a name with `.svc`; with `bare` a plain name too. */
export function hostsIn(value: string, bare: boolean): { host: string; port: number | undefined }[] {
  const found: { host: string; port: number | undefined }[] = [];
  for (const token of value.slice(0, 4096).split(/[\s,;"'=()[\]{}<>|]+/)) {
    const scheme = /^(?:[a-z][a-z0-9+.-]*:)+\/\//i.exec(token)?.[0] ?? '';
    const authority = token.slice(scheme.length).split(/[/?#]/, 1)[0] ?? '';
    const [host = '', portText] = authority.slice(authority.lastIndexOf('@') + 1).split(':');
    const port = portText !== undefined && /^\d{1,5}$/.test(portText) ? Number(portText) : undefined;
    const plain = host.toLowerCase().replace(/\.$/, '');
    if (!isHost(plain) || NOT_A_HOST.test(plain)) continue;
    const named = scheme !== '' || port !== undefined || /\.svc(\.|$)/.test(plain) || (bare && /[a-z]/.test(plain));
    if (named) found.push({ host: plain, port });
  }
  return found;
}

function isHost(text: string): boolean {
  return IPV4.test(text)
    ? !text.startsWith('127.') && text !== '0.0.0.0'
    : /[a-z]/.test(text) && text.split('.').every((part) => LABEL.test(part));
}

/** Whether a name can only be a Service of the cluster: one label, or `….svc[.…]`. */
export function isClusterName(host: string): boolean {
  return !IPV4.test(host) && (!host.includes('.') || /\.svc(\.|$)/.test(host));
}
