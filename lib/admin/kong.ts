import { stringify } from 'yaml';
import { PLANS, type PlanName } from '#lib/plans/index.ts';
import { isClientId } from '#lib/wire/names.ts';

/** A client as Kong must know it. */
export interface KongClient {
  /** The client id, which its API keys carry: `kg_live_<client id>_<random>`. */
  id: string;
  plan: PlanName;
  /** What its version of the plan or its contract allows. */
  requestsPerMinute: number;
}

/** What the configuration is rendered from. */
export interface KongInput {
  /** Where the web role is. */
  upstream: string;
  clients: readonly KongClient[];
  /** Networks (CIDR) from which the admin area may be reached. */
  adminNetworks: readonly string[];
}

/** The host of the web Service in the chart's own file; the template puts the release's in its place. */
export const CHART_UPSTREAM = 'http://kg-rca-web';
/** Private networks: staff come through a VPN or from inside. */
export const PRIVATE_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/** The greatest body that the product takes (a batch of records), in MB, with room for the rest of a request. */
const BODY_MEGABYTES = 16;
/** Requests a minute of one address without a key: several people behind one address, each with the product's own limit. */
const ADDRESS_PER_MINUTE = 6_000;
/** A key's text begins so, in any scheme of writing the header's name and word. */
const KEY = 'Bearer kg_live_';

/**
 * The declarative configuration of Kong (format 3.0, for Kong without a database). API keys are passed through: only the product
 * can judge them, as it keeps their hashes alone. Kong reads the client id that a key carries, and counts each key by the requests a
 * minute of its client; a key of a client that this file does not know yet is counted by the largest plan. The product counts
 * exactly behind it, over all of a client's keys. Throws RangeError on a malformed client id.
 */
export function renderKong({ upstream, clients, adminNetworks }: KongInput): string {
  for (const { id } of clients) {
    if (!isClientId(id)) throw new RangeError(`not a client id: ${JSON.stringify(id)}`);
  }
  const staff = [plugin('ip-restriction', { allow: [...adminNetworks] }), perMinute(ADDRESS_PER_MINUTE, 'ip')];
  const routes = [
    // Kong prefers the route that more of a request's properties match: without the second, a key would lead round the restriction.
    route('admin', ['/admin', '/api/v1/admin'], staff),
    route('admin-with-key', ['/admin', '/api/v1/admin'], staff, '.+'),
    ...rates(clients).map(([rate, ids]) =>
      route(`clients-${rate}-a-minute`, ['/api/'], [perMinute(rate, 'header')], `${KEY}(${ids.join('|')})_`),
    ),
    route('clients-new', ['/api/'], [perMinute(PLANS.enterprise.requestsPerMinute, 'header')], KEY),
    route('portal', ['/'], [perMinute(ADDRESS_PER_MINUTE, 'ip')]),
  ];
  const service = {
    name: 'kg-rca',
    url: upstream,
    connect_timeout: 5_000,
    read_timeout: 60_000,
    write_timeout: 60_000,
    retries: 0,
    routes,
  };
  const plugins = [
    plugin('request-size-limiting', { allowed_payload_size: BODY_MEGABYTES, size_unit: 'megabytes', require_content_length: false }),
    plugin('prometheus', { status_code_metrics: true, latency_metrics: true }),
  ];
  const consumers = clients.map(({ id, plan }) => ({ username: id, custom_id: id, tags: [`plan-${plan}`] }));
  return stringify(
    { _format_version: '3.0', _transform: true, services: [service], consumers, plugins },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

/** The clients by what they may send a minute, and in an order of their own, so that two renders are the same. */
function rates(clients: readonly KongClient[]): [number, string[]][] {
  const byRate = new Map<number, string[]>();
  for (const { id, requestsPerMinute } of clients.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    byRate.set(requestsPerMinute, [...(byRate.get(requestsPerMinute) ?? []), id]);
  }
  return [...byRate].toSorted(([one], [other]) => one - other);
}

type Plugin = { name: string; config: Record<string, unknown> };

function plugin(name: string, config: Record<string, unknown>): Plugin {
  return { name, config };
}

/** Counts in each Kong by itself: two of them let twice as much through, which the product then refuses. */
function perMinute(minute: number, by: 'ip' | 'header'): Plugin {
  const subject = by === 'ip' ? { limit_by: 'ip' } : { limit_by: 'header', header_name: 'Authorization' };
  return plugin('rate-limiting', { minute, policy: 'local', ...subject, fault_tolerant: true, hide_client_headers: true });
}

/** The product answers only to its own host name, and by the whole path. */
function route(name: string, paths: string[], plugins: Plugin[], authorization?: string) {
  const headers = authorization === undefined ? {} : { headers: { Authorization: [`~*^${authorization}`] } };
  return { name, paths, ...headers, strip_path: false, preserve_host: true, plugins };
}
