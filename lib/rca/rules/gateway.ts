import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, fields, items, number, text, texts } from '#lib/kubernetes/fields.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { isClusterName } from '#lib/kubernetes/service-hosts.ts';
import type { Entity } from '../cluster/entities.ts';
import type { Service } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, type Hit, hit, type Rule, type Scene, withChange } from '../rule.ts';
import { backendsOf } from '../symptoms/services.ts';
import type { Evidence } from '../types.ts';

/**
 * Routes into the cluster that lead nowhere or to the wrong Service.
 * Signals: an Ingress (or HTTPRoute, VirtualService) whose backend Service or port does not exist, whose class no
 * controller serves, or whose TLS Secret is missing; a gateway's ConfigMap in which one route leads to a different
 * Service than its path suggests while the other routes match their paths.
 * Blames: the Ingress or route, or the ConfigMap. Spreads: backend -> gateway -> users.
 * Sources: kubernetes.io/docs/concepts/services-networking/ingress; gateway-api.sigs.k8s.io/api-types/httproute.
 */
export const gatewayRule: Rule = (scene) => [
  ...scene.cluster.of('Ingress').flatMap((ingress) => misconfigured(scene, ingress)),
  ...(['HTTPRoute', 'VirtualService', 'GRPCRoute'] as const).flatMap((kind) =>
    scene.cluster.of(kind).flatMap((route) => danglingRoute(scene, route)),
  ),
  ...scene.cluster.of('ConfigMap').flatMap((config) => wrongRoutes(scene, config)),
];

function misconfigured(scene: Scene, ingress: Entity): Candidate[] {
  const { cluster } = scene;
  const namespace = ingress.ref.namespace;
  const found: { why: string; evidence: Evidence; hits: Hit[] }[] = [];
  for (const name of new Set(backendsOf(ingress))) {
    if (!cluster.find('Service', namespace, name) && cluster.knows('Service', namespace))
      found.push({
        why: `its backend Service ${name} does not exist`,
        evidence: stateEvidence(ingress.ref, 'spec.rules', name, `It routes to the Service ${name}, which does not exist`),
        hits: [],
      });
  }
  for (const { service, port } of backendPorts(scene, ingress)) {
    const isOffered = service.ports.some((one) => one.port === port || one.name === port);
    if (!isOffered && service.ports.length > 0)
      found.push({
        why: `${shown(service.ref)} has no port ${port}`,
        evidence: stateEvidence(
          ingress.ref,
          'spec.rules',
          String(port),
          `It routes to port ${port} of ${service.ref.name}, which has ${service.ports.map((one) => one.name ?? one.port).join(', ')}`,
        ),
        hits: [],
      });
  }
  const className = text(dig(ingress.object, 'spec', 'ingressClassName'));
  if (className && cluster.knows('IngressClass') && !cluster.find('IngressClass', undefined, className))
    found.push({
      why: `there is no IngressClass named ${className}`,
      evidence: stateEvidence(ingress.ref, 'spec.ingressClassName', className, `There is no IngressClass named ${className}`),
      hits: [],
    });
  for (const { secretName } of items(dig(ingress.object, 'spec', 'tls'))) {
    const name = text(secretName);
    if (name && cluster.knows('Secret', namespace) && !cluster.find('Secret', namespace, name))
      found.push({
        why: `its TLS Secret ${name} does not exist`,
        evidence: stateEvidence(ingress.ref, 'spec.tls', name, `The TLS Secret ${name} does not exist`),
        hits: [],
      });
  }
  const event = cluster.eventsAbout(ingress.ref).findLast(({ warning }) => warning);
  const [first] = found;
  if (!first) return [];
  const candidate: Candidate = {
    code: 'ingress.misconfigured',
    object: ingress.ref,
    proof: 'state',
    own: true,
    summary: `${shown(ingress.ref)} is misconfigured: ${found.map(({ why }) => why).join('; ')}.`,
    evidenceFor: [...found.map(({ evidence }) => evidence), ...(event ? [eventEvidence(event)] : [])],
    remedies: [
      { text: 'Correct the Ingress.', command: command`kubectl edit ${kindAndName(ingress.ref)}` },
      { text: 'Check what it routes to.', command: command`kubectl describe ${kindAndName(ingress.ref)}` },
    ],
    hits: [{ to: ingress.ref, mechanism: 'no route', text: first.why }],
  };
  return [withChange(scene, candidate, ingress.ref, ['rules', 'other'])];
}

function backendPorts({ cluster }: Scene, ingress: Entity): { service: Service; port: number | string }[] {
  const spec = fields(ingress.object.spec);
  const backends = [
    spec.defaultBackend,
    ...items(spec.rules).flatMap((rule) => items(dig(rule, 'http', 'paths')).map(({ backend }) => backend)),
  ];
  return backends.flatMap((backend) => {
    const name = text(dig(backend, 'service', 'name'));
    const port = number(dig(backend, 'service', 'port', 'number')) ?? text(dig(backend, 'service', 'port', 'name'));
    const service = cluster.services.find(({ key }) => name !== undefined && key === keyOf(ref('Service', ingress.ref.namespace, name)));
    return service && port !== undefined ? [{ service, port }] : [];
  });
}

/** A route of the Gateway API or a mesh whose backend does not exist. */
function danglingRoute(scene: Scene, route: Entity): Candidate[] {
  const { cluster } = scene;
  const spec = fields(route.object.spec);
  const hosts = [
    ...items(spec.rules).flatMap((rule) =>
      items(rule.backendRefs).flatMap(({ name, kind }) => (kind === undefined || kind === 'Service' ? (text(name) ?? []) : [])),
    ),
    ...['http', 'tcp', 'tls'].flatMap((part) =>
      items(spec[part]).flatMap((one) => items(one.route).flatMap(({ destination }) => text(dig(destination, 'host')) ?? [])),
    ),
  ];
  const missing = [...new Set(hosts)].filter(
    (host) => isClusterName(host) && cluster.knows('Service', route.ref.namespace) && !cluster.names.resolve(host, route.ref.namespace),
  );
  if (missing.length === 0) return [];
  const candidate: Candidate = {
    code: 'gateway.route_wrong',
    object: route.ref,
    proof: 'state',
    weight: -0.03,
    own: true,
    summary: `${shown(route.ref)} routes to ${missing.join(', ')}, which does not exist.`,
    evidenceFor: missing.map((host) => stateEvidence(route.ref, 'spec', host, `It routes to ${host}, but there is no such Service`)),
    remedies: [{ text: 'Correct the route.', command: command`kubectl edit ${kindAndName(route.ref)}` }],
    hits: [{ to: route.ref, mechanism: 'no route', text: `It routes to ${missing.join(', ')}` }],
  };
  return [withChange(scene, candidate, route.ref, ['rules', 'other'])];
}

interface Route {
  path: string;
  target: string;
}

/** With fewer routes the file shows no convention. */
const MIN_ROUTES = 4;

/** Routes in a gateway's configuration file that break the convention of all the others. */
function wrongRoutes(scene: Scene, config: Entity): Candidate[] {
  const { cluster } = scene;
  const consumers = cluster.consumersOf(config.ref);
  const names = cluster.services.filter(({ ref: own }) => own.namespace === config.ref.namespace).map(({ ref: own }) => own.name);
  return Object.entries(texts(config.object.data)).flatMap(([key, content]) => {
    if (content.startsWith('sha256:')) return [];
    const routes = routesIn(content, names);
    if (routes.length < MIN_ROUTES) return [];
    const conventional = routes.filter(({ path, target }) => bestMatch(path, names) === target);
    const odd = routes.filter(({ path, target }) => {
      const meant = bestMatch(path, names);
      return meant !== undefined && meant !== target && isExact(path, meant);
    });
    if (odd.length === 0 || odd.length > routes.length / 10 + 1 || conventional.length < routes.length * 0.6) return [];
    return odd.map((route) =>
      routeCandidate(
        scene,
        config.ref,
        key,
        route,
        bestMatch(route.path, names)!,
        conventional.length,
        consumers.map((one) => hit(one, 'wrong route', `It sends ${route.path} to ${route.target}`)),
      ),
    );
  });
}

/** The paths in a text with their targets: `Path=/a/**`, `location /a`, `prefix: /a` with `uri:`, `proxy_pass`, `host:`. */
function routesIn(content: string, names: readonly string[]): Route[] {
  const known = new Set(names);
  const routes: Route[] = [];
  let path: string | undefined;
  let target: string | undefined;
  for (const line of content.split('\n')) {
    if (/^\s*(#|\/\/)/.test(line)) continue;
    // A new item or block begins: what was collected so far belongs to the previous one.
    if (/^\s*-\s|^\s*location\b|^\s*\}\s*$/.test(line) && path !== undefined && target !== undefined) {
      routes.push({ path, target });
      path = undefined;
      target = undefined;
    }
    if (/^\s*-\s*(id|name):|^\s*location\b/.test(line)) {
      path = undefined;
      target = undefined;
    }
    const foundPath = /(?:Path=|location\s+(?:[~^=*]+\s*)?|prefix:\s*["']?|path:\s*["']?|PathPrefix\([`"'])(\/[^\s,"'`)*{]*)/.exec(
      line,
    )?.[1];
    if (foundPath !== undefined && foundPath.length > 1) path = foundPath;
    const hosts = [...line.matchAll(/(?:[a-z]:\/\/|host:\s*["']?|:)(?:\$\{[A-Z0-9_]+:)?([a-z0-9]([a-z0-9.-]*[a-z0-9])?)\b/g)].map(
      (match) => match[1]!.split('.')[0]!,
    );
    const host = /\b(?:uri|url|proxy_pass|host|service|cluster|backend|target)\b/i.test(line)
      ? hosts.find((one) => known.has(one))
      : undefined;
    if (host !== undefined) target = host;
  }
  if (path !== undefined && target !== undefined) routes.push({ path, target });
  return routes;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The Service that a path suggests: the longest name that, without its common parts, is a segment of the path. */
function bestMatch(path: string, names: readonly string[]): string | undefined {
  const segments = path.split('/').map(plain).filter(Boolean);
  const common = commonParts(names);
  const fits = names.filter((name) =>
    segments.some(
      (segment) =>
        segment === plain(name) ||
        segment === stripped(name, common) ||
        segment.replace(/(service|svc|api)$/, '') === stripped(name, common),
    ),
  );
  return fits.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))[0];
}

function isExact(path: string, name: string): boolean {
  return path.split('/').some((segment) => plain(name).includes(plain(segment)) && plain(segment).length > 2);
}

/** The prefix and suffix that most names share, such as a product's abbreviation. */
function commonParts(names: readonly string[]): { prefix: string; suffix: string } {
  const most = (of: (name: string) => string | undefined) => {
    const counts = new Map<string, number>();
    for (const name of names) {
      const part = of(name);
      if (part) counts.set(part, (counts.get(part) ?? 0) + 1);
    }
    const [best] = [...counts.entries()].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return best && best[1] >= names.length / 2 ? best[0] : '';
  };
  return { prefix: most((name) => /^([a-z0-9]+)-/.exec(name)?.[1]), suffix: most((name) => /-([a-z0-9]+)$/.exec(name)?.[1]) };
}

function stripped(name: string, { prefix, suffix }: { prefix: string; suffix: string }): string {
  let rest = name;
  if (prefix && rest.startsWith(`${prefix}-`)) rest = rest.slice(prefix.length + 1);
  if (suffix && rest.endsWith(`-${suffix}`)) rest = rest.slice(0, -suffix.length - 1);
  return plain(rest);
}

function routeCandidate(scene: Scene, config: ObjectRef, key: string, route: Route, meant: string, others: number, hits: Hit[]): Candidate {
  const candidate: Candidate = {
    code: 'gateway.route_wrong',
    object: config,
    proof: 'state',
    weight: -0.12,
    own: true,
    summary: `${shown(config)} sends ${route.path} to ${route.target}, although the path suggests ${meant}; its other ${others} routes match their paths.`,
    evidenceFor: [
      stateEvidence(
        config,
        `data.${key}`,
        `${route.path} → ${route.target}`,
        `In ${key} the path ${route.path} leads to ${route.target}, not to ${meant}`,
      ),
    ],
    remedies: [
      {
        text: `Send ${route.path} to ${meant}, then restart the gateway.`,
        command: command`kubectl edit ${kindAndName(config)}`,
      },
    ],
    hits,
  };
  return withChange(scene, candidate, config, ['data']);
}
