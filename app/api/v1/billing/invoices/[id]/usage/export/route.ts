import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { hoursBehind } from '#lib/billing/index.ts';
import { csvLine } from '../../../../../csv.ts';

const COLUMNS = ['hour', 'metric', 'cluster', 'stream', 'late', 'value'];

export const GET = route(
  {
    operationId: 'exportInvoiceUsage',
    method: 'GET',
    path: '/api/v1/billing/invoices/{id}/usage/export',
    summary: 'Download the usage behind an invoice as CSV: by hour, cluster and stream.',
    tag: 'Billing',
    access: 'tenant',
    role: 'admin',
    metered: false,
    params: z.object({ id: z.string().max(255) }),
    response: { binary: 'text/csv' },
  },
  async ({ tenant, params }) => {
    const hours = await hoursBehind(tenant.id, params.id);
    const lines = hours.map(({ hour, metric, cluster, stream, late, value }) =>
      csvLine([new Date(hour).toISOString(), metric, cluster, stream, String(late), String(value)]),
    );
    return new Response(csvLine(COLUMNS) + lines.join(''), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="usage-${params.id.replaceAll(/[^\w-]/g, '')}.csv"`,
      },
    });
  },
);
