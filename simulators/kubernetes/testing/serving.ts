import { onTestFinished } from 'vitest';
import type { ApiServerOptions } from '../api/server.ts';
import { type Served, serve } from './client.ts';
import { SEED_NOW, seededStore } from './seed.ts';

/** A server for the small cluster, whose clock stands still; closed when the test is over. */
export async function serving(options: Partial<ApiServerOptions> = {}): Promise<Served> {
  const served = await serve({ store: seededStore(), now: () => SEED_NOW, ...options });
  onTestFinished(() => served.server.close());
  return served;
}
