import { refreshStoreMetrics } from '#lib/admin/index.ts';
import { metrics } from '#lib/platform/metrics.ts';

export const dynamic = 'force-dynamic';

/** Metrics in Prometheus' text format. Their labels contain client IDs, so this path must not be public. */
export async function GET(): Promise<Response> {
  await refreshStoreMetrics();
  const { registry } = metrics();
  return new Response(await registry.metrics(), { headers: { 'Content-Type': registry.contentType } });
}
