import type { PartsOf, RunningRole } from './role.ts';

export const name = 'web';
export const purpose = 'the portal, the REST API and the webhook of Stripe';
export const queues = [] as const;
export const thread = 'main';

/** Serves the portal and the REST API at the address of the settings. */
export async function start({ settings, root }: PartsOf['main']): Promise<RunningRole> {
  const { startWeb } = await import('../web.ts');
  const dev = process.env.NODE_ENV === 'development';
  return await startWeb({ root, host: settings.HOST, port: settings.PORT, dev });
}
