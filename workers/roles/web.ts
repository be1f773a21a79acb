import type { PartsOf, RunningRole } from './role.ts';

export const name = 'web';
export const purpose = 'the portal, the REST API and the webhook of Stripe';
export const queues = [] as const;
export const thread = 'main';

/** Serves the portal and the REST API at the address of the settings. Diagnoses on request have a thread of their own. */
export async function start({ settings, root, graph, logger }: PartsOf['main']): Promise<RunningRole> {
  const { startWeb } = await import('../web.ts');
  const { startDiagnosisThread } = await import('../diagnosis-thread.ts');
  const { diagnoser } = await import('#lib/incidents/index.ts');
  const { openEmbedder } = await import('#lib/search/embedding/open.ts');
  const { embedder } = await import('#lib/search/embedding/port.ts');
  // Opened here and not in the portal's bundle, which could not load a runtime that is no dependency.
  const model = await openEmbedder(settings);
  if (model) embedder.provide(model);
  const dev = process.env.NODE_ENV === 'development';
  const web = await startWeb({ root, host: settings.HOST, port: settings.PORT, dev });
  const thread = startDiagnosisThread(graph, logger);
  diagnoser.provide(thread);
  return {
    async stop() {
      await web.stop();
      await thread.stop();
    },
  };
}
