import { refreshStoreMetrics } from '#lib/admin/index.ts';
import { metrics } from '#lib/platform/metrics.ts';

export const dynamic = 'force-dynamic';

/** Prometheus' text format. Client ids stand in labels: keep this path inside, as the server chart does. */
export async function GET(): Promise<Response> {
  await refreshStoreMetrics();
  const { registry } = metrics();
  return new Response(await registry.metrics(), { headers: { 'Content-Type': registry.contentType } });
}
