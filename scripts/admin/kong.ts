import { writeFileSync } from 'node:fs';
import { listClients } from '#lib/admin/index.ts';
import { CHART_UPSTREAM, PRIVATE_NETWORKS, renderKong } from '#lib/admin/kong.ts';
import { limitsOf, type PlanName } from '#lib/plans/index.ts';
import { AdminError, type Command, withDatabase } from './command.ts';

const PAGE = 1_000;

/** Renders Kong's declarative configuration with the clients of the database. */
export const kong: Command = {
  purpose: "renders Kong's declarative configuration from the plans and the clients of DATABASE_URL",
  options: {
    upstream: { what: `where the web role is (${CHART_UPSTREAM})` },
    'admin-networks': { what: `networks from which the admin area may be reached (${PRIVATE_NETWORKS.join(',')})` },
    to: { what: 'the file to write; without it the configuration is printed' },
  },
  async run({ upstream = CHART_UPSTREAM, 'admin-networks': networks, to }, say) {
    const url = process.env.DATABASE_URL;
    if (!url) throw new AdminError('DATABASE_URL: must be set, for the clients and their plans', 2);
    if (!URL.canParse(upstream)) throw new AdminError(`--upstream: ${upstream} is no address, like ${CHART_UPSTREAM}`, 2);
    const adminNetworks = networks?.split(',').map((network) => network.trim()) ?? PRIVATE_NETWORKS;
    for (const network of adminNetworks) {
      if (!/^[\da-f.:]+(\/\d{1,3})?$/i.test(network))
        throw new AdminError(`--admin-networks: ${network} is no network, like 10.0.0.0/8`, 2);
    }
    const clients = await withDatabase(url, knownClients);
    const text = renderKong({ upstream, adminNetworks, clients });
    if (to) writeFileSync(to, text);
    else say(text.trimEnd());
    return 0;
  },
};

/** Every client that is not closed. */
async function knownClients() {
  const clients = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await listClients({ limit: PAGE, cursor });
    for (const tenant of page) {
      if (tenant.status === 'closed') continue;
      clients.push({ id: tenant.id, plan: tenant.plan as PlanName, requestsPerMinute: limitsOf(tenant).requestsPerMinute });
    }
    if (page.length < PAGE) return clients;
    cursor = page.at(-1)?.id;
  }
}
