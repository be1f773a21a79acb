import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { clientMargins, revenue } from '#lib/billing/index.ts';
import { csvLine } from '../../../csv.ts';
import { month } from '../schemas.ts';

/** More clients than this are left out of the file, those that paid least. */
const MAX_CLIENTS = 10_000;

export const GET = route(
  {
    operationId: 'exportRevenue',
    method: 'GET',
    path: '/api/v1/admin/revenue/export',
    summary: 'Download the months, or with `month` what each client paid and cost in it, as CSV. Money is in cents.',
    tag: 'Provider',
    access: 'staff',
    query: z.object({ month: month.optional() }),
    response: { binary: 'text/csv' },
  },
  async ({ query, now }) => {
    const lines = query.month ? await ofClients(query.month) : await ofMonths(now);
    return new Response(lines.join(''), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="revenue${query.month ? `-${query.month}` : ''}.csv"`,
      },
    });
  },
);

async function ofMonths(now: number): Promise<string[]> {
  const { months } = await revenue(now);
  const head = [
    'month',
    'paid_basic',
    'paid_pro',
    'paid_enterprise',
    'paid_other',
    'mrr',
    'paying_at_start',
    'started',
    'stopped',
    'churn',
  ];
  return [
    csvLine(head),
    ...months.map(({ month: name, paidCents, mrrCents, payingAtStart, started, stopped, churn }) => {
      const { basic, pro, enterprise, free } = paidCents;
      return csvLine([name, basic, pro, enterprise, free, mrrCents, payingAtStart, started, stopped, churn ?? ''].map(String));
    }),
  ];
}

async function ofClients(name: string): Promise<string[]> {
  const rows = await clientMargins(Date.parse(`${name}-01`), MAX_CLIENTS);
  const head = ['client_id', 'name', 'plan', 'paid', 'events', 'storage_bytes', 'cost', 'margin'];
  return [
    csvLine(head),
    ...rows.map((row) =>
      csvLine([row.clientId, row.name, row.plan, row.paidCents, row.events, row.storageBytes, row.costCents, row.marginCents].map(String)),
    ),
  ];
}
