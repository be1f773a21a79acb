import { z } from 'zod';
import { componentHealth, graphCapacity, providerOverview, recordBalances } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { revenue } from '#lib/billing/index.ts';
import { listWorkFailures } from '#lib/tenants/index.ts';
import { planName } from '../../inputs.ts';
import { time } from '../../schemas.ts';
import { clientStatus, recordBalance, shownBalance } from '../schemas.ts';

const count = z.number().int();

export const GET = route(
  {
    operationId: 'getProviderOverview',
    method: 'GET',
    path: '/api/v1/admin/overview',
    summary:
      'Clients, revenue, failing set-ups, work that was skipped because it failed, the record balance of each client, component health, and the capacity of the graph servers. Money is in cents.',
    tag: 'Provider',
    access: 'staff',
    response: z.object({
      byStatus: z.array(z.object({ status: clientStatus, clients: count })),
      byPlan: z.array(z.object({ plan: planName, clients: count })),
      monthlyRecurringCents: count,
      openInvoices: z.object({ count, cents: count }),
      failing: z.array(z.object({ clientId: z.string(), step: z.string(), error: z.string(), attempts: count })),
      skipped: z.array(
        z.object({
          clientId: z.string(),
          work: z.string(),
          subject: z.string(),
          error: z.string(),
          times: count,
          firstAt: time,
          lastAt: time,
        }),
      ),
      balances: z.array(recordBalance),
      parts: z.array(z.object({ name: z.string(), state: z.enum(['ok', 'degraded', 'failing', 'simulated', 'off']), detail: z.string() })),
      graphs: z.object({
        servers: z.array(
          z.object({ uri: z.string(), edition: z.string(), clients: count, drafts: count, capacity: count, isNamed: z.boolean() }),
        ),
        free: count,
        total: count,
        warning: z.string(),
      }),
    }),
  },
  async ({ now }) => {
    const [overview, { mrrCents }] = await Promise.all([providerOverview(), revenue(now)]);
    const [balances, parts, graphs] = [await recordBalances(), await componentHealth(), await graphCapacity()];
    const failing = overview.failing.map(({ tenantId, ...failure }) => ({ clientId: tenantId, ...failure }));
    const skipped = (await listWorkFailures(now)).map(({ tenantId, firstAt, lastAt, ...failure }) => ({
      ...failure,
      clientId: tenantId,
      firstAt: firstAt.getTime(),
      lastAt: lastAt.getTime(),
    }));
    return { ...overview, monthlyRecurringCents: mrrCents, failing, skipped, balances: balances.map(shownBalance), parts, graphs };
  },
);
