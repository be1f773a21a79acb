import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PLANS } from '#lib/plans/index.ts';
import { PRIVATE_NETWORKS, renderKong } from './kong.ts';

type Route = {
  name: string;
  paths: string[];
  headers?: { Authorization: string[] };
  plugins: { name: string; config: Record<string, unknown> }[];
};

const PLAN_NAMES = ['free', 'basic', 'pro', 'enterprise'] as const;
const clients = PLAN_NAMES.map((plan) => ({ id: `${plan}-client`, plan, requestsPerMinute: PLANS[plan].requestsPerMinute }));
const render = (more: Partial<Parameters<typeof renderKong>[0]> = {}) =>
  renderKong({ upstream: 'http://web', clients, adminNetworks: PRIVATE_NETWORKS, ...more });
const routes = (text = render()): Route[] => parse(text).services[0].routes;

/**
 * The route that Kong takes: of those that match, one that asks for more properties, and then the longest path
 * (Kong's documentation, "How routing works": matching priorities).
 */
function chosen(path: string, authorization?: string): Route | undefined {
  const pattern = ({ headers }: Route) => new RegExp(headers?.Authorization[0]?.replace(/^~\*/, '') ?? '', 'i');
  const longest = (route: Route) => Math.max(0, ...route.paths.filter((one) => path.startsWith(one)).map((one) => one.length));
  return routes()
    .filter((route) => longest(route) > 0 && (!route.headers || (authorization !== undefined && pattern(route).test(authorization))))
    .sort((one, other) => Number(!!other.headers) - Number(!!one.headers) || longest(other) - longest(one))[0];
}
const limitOf = (route?: Route) => route?.plugins.find(({ name }) => name === 'rate-limiting')?.config;

describe('Kong counts', () => {
  it.each(clients)('the keys of $id by $requestsPerMinute requests a minute, each by itself', ({ id, requestsPerMinute }) => {
    expect(limitOf(chosen('/api/v1/incidents', `Bearer kg_live_${id}_0123456789`))).toMatchObject({
      minute: requestsPerMinute,
      limit_by: 'header',
      header_name: 'Authorization',
    });
  });

  it('a key of a client that it does not know by the largest plan, and those without a key by their address', () => {
    expect(limitOf(chosen('/api/v1/incidents', 'Bearer kg_live_newcomer_0123'))).toMatchObject({ minute: 100_000, limit_by: 'header' });
    // Its id begins like another's: the whole id decides.
    expect(limitOf(chosen('/api/v1/incidents', 'Bearer kg_live_free-client-2_0123'))).toMatchObject({ minute: 100_000 });
    for (const path of ['/', '/incidents', '/api/v1/incidents']) expect(limitOf(chosen(path))).toMatchObject({ limit_by: 'ip' });
  });
});

it('nobody comes to the admin area from outside of its networks, whatever is in the header', () => {
  for (const path of ['/admin', '/admin/clients', '/api/v1/admin/clients']) {
    for (const authorization of [undefined, 'Bearer an admin token', 'Bearer kg_live_pro-client_0123', 'Basic abc']) {
      expect(chosen(path, authorization)?.plugins).toContainEqual({ name: 'ip-restriction', config: { allow: PRIVATE_NETWORKS } });
    }
  }
});

it('two renders are the same, whatever the order of the clients; a client id that is none is refused', () => {
  expect(render({ clients: clients.toReversed() }).replace(/consumers:[\s\S]+plugins:/, '')).toBe(
    render().replace(/consumers:[\s\S]+plugins:/, ''),
  );
  expect(() => render({ clients: [{ id: 'a|.*', plan: 'free', requestsPerMinute: 1 }] })).toThrow(RangeError);
});
