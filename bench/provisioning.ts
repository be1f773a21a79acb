import { type Load, percentile } from './load.ts';

/** Measures the time from the request that opens a client until the client can send, one client after the other. */
export async function provisioning(load: Load, { clients = 30 }): Promise<Record<string, number>> {
  const { tookMs } = await load.open(clients, 'pro', { atOnce: 1 });
  return { clients, tookMsP50: percentile(tookMs, 0.5), tookMsP99: percentile(tookMs, 0.99) };
}
