import { cut } from '#lib/text/index.ts';

/**
 * Services that a text names as hosts: in the environment of a container, in its arguments, in a line of its log.
 * DNS names of Services: kubernetes.io/docs/concepts/services-networking/dns-pod-service.
 */

/** A host that a text names. */
export interface Host {
  /** A DNS name in lower case without a final dot, or an IPv4 address. */
  host: string;
  port: number | undefined;
  /** It was written as a URL, so it is a host and no other word. */
  hasScheme: boolean;
}

/** A Service by name. */
export interface ServiceName {
  namespace: string | undefined;
  name: string;
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const NAMES_A_HOST = /(HOSTS?|HOSTNAME|ADDR|ADDRESS|ADDRESSES|URLS?|URI|ENDPOINTS?|SERVERS?|SERVICES?|BROKERS?|UPSTREAMS?|DSN)$/i;
/** Values of settings, and the machine itself: never a Service, however they are written. */
const NEVER_A_HOST = /^(true|false|yes|no|on|off|none|null|localhost)$/;
/** Words that are often the value of a setting called like a host; in a URL they are a host all the same. */
const RARELY_A_HOST = /^(debug|info|warn|error|default|production|development)$/;

/** Whether an environment variable of this name usually holds a host: `CART_ADDR`, `DATABASE_URL`. */
export function namesHost(variable: string): boolean {
  return NAMES_A_HOST.test(variable);
}

/**
 * The hosts that a text names: in URLs (`jdbc:postgresql://db:5432/x` too), as host:port, and as a name with `.svc`.
 * With `bare`, a plain word counts as well: use it for the value of a variable that usually holds a host.
 */
export function hostsIn(value: string, bare: boolean): Host[] {
  const found: Host[] = [];
  for (const token of cut(value, 4096).split(/[\s,;"'=()[\]{}<>|]+/)) {
    const scheme = /^(?:[a-z][a-z0-9+.-]*:)+\/\//i.exec(token)?.[0] ?? '';
    const authority = token.slice(scheme.length).split(/[/?#]/, 1)[0] ?? '';
    const [written = '', portText] = authority.slice(authority.lastIndexOf('@') + 1).split(':');
    const port = portText !== undefined && /^\d{1,5}$/.test(portText) ? Number(portText) : undefined;
    const host = written.toLowerCase().replace(/\.$/, '');
    const hasScheme = scheme !== '';
    if (!isHost(host) || (!hasScheme && RARELY_A_HOST.test(host))) continue;
    if (hasScheme || port !== undefined || /\.svc(\.|$)/.test(host) || (bare && /[a-z]/.test(host))) found.push({ host, port, hasScheme });
  }
  return found;
}

/**
 * The Services that a host may mean to a pod of the namespace `from`, the likeliest first; none for an IP address. A
 * name of two labels is read both as `service.namespace` and as `pod.service` of a headless Service, one of three as
 * `pod.service.namespace`. (A public name such as `example.com` comes out as a Service `example` of a namespace `com`;
 * it means that Service only where it exists.)
 */
export function serviceNamesOf(host: string, from: string | undefined): ServiceName[] {
  if (IPV4.test(host)) return [];
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const [first = '', second = '', third] = labels;
  const svc = labels.indexOf('svc');
  if (svc >= 2) return [{ namespace: labels[svc - 1], name: labels[svc - 2]! }];
  if (labels.length === 1) return [{ namespace: from, name: first }];
  if (labels.length === 2) {
    const inNamespace = { namespace: second, name: first };
    return from === undefined ? [inNamespace] : [inNamespace, { namespace: from, name: second }];
  }
  return labels.length === 3 ? [{ namespace: third, name: second }] : [];
}

/** The Services that a text names without doubt, as seen from the namespace `from`: in URLs and as `….svc`. */
export function certainServices(value: string, from: string | undefined): ServiceName[] {
  return hostsIn(value, false)
    .filter(isCertain)
    .flatMap(({ host }) => serviceNamesOf(host, from));
}

/** Whether a host cannot be anything but a Service of this cluster: it has the form of one and was not a plain word. */
export function isCertain({ host, hasScheme }: Pick<Host, 'host' | 'hasScheme'>): boolean {
  return isClusterName(host) && (hasScheme || host.includes('.'));
}

/** Whether a host has the form of a Service of the cluster: a single label, or `….svc[.…]`. */
export function isClusterName(host: string): boolean {
  return !IPV4.test(host) && (!host.includes('.') || /\.svc(\.|$)/.test(host));
}

/** Whether a host is an IPv4 address. */
export function isAddress(host: string): boolean {
  return IPV4.test(host);
}

function isHost(host: string): boolean {
  if (IPV4.test(host)) return !host.startsWith('127.') && host !== '0.0.0.0';
  return !NEVER_A_HOST.test(host) && /[a-z]/.test(host) && host.split('.').every((label) => LABEL.test(label));
}
