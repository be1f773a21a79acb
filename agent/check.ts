import { collectionPath, EVENT_KIND, STATE_KINDS, scopesOf } from '#lib/kubernetes/kinds.ts';
import { KubeApiError, KubeClient } from './kube/client.ts';
import type { KubeConnection } from './kube/connection.ts';
import { errorText } from './log.ts';
import { postToProvider } from './sender/provider.ts';
import { DeliveryError } from './sender/transport.ts';

/** What is checked, and with what. */
interface CheckOptions {
  connection: KubeConnection;
  endpoint: string;
  apiKey: string;
  namespaces: readonly string[];
  skipKinds: readonly string[];
}

/**
 * Checks, without reporting anything, what an agent with these settings needs: that the API server answers, that each kind may
 * be read, and that the provider takes the key. Gives a sentence for each thing that is wrong; [] where all is well.
 */
export async function problemsOf({ connection, endpoint, apiKey, namespaces, skipKinds }: CheckOptions): Promise<string[]> {
  const client = new KubeClient(connection);
  try {
    return [...(await apiServerProblems(client, namespaces, skipKinds)), ...(await providerProblems({ endpoint, apiKey }))];
  } finally {
    client.close();
  }
}

async function apiServerProblems(client: KubeClient, namespaces: readonly string[], skipKinds: readonly string[]): Promise<string[]> {
  const { signal } = new AbortController();
  const forbidden: string[] = [];
  try {
    await client.json('/version', {}, signal);
    for (const kind of [...STATE_KINDS, EVENT_KIND].filter((one) => !skipKinds.includes(one.kind)))
      for (const scope of scopesOf(kind, namespaces))
        await client.json(collectionPath(kind, scope), { limit: 1 }, signal).catch((error: unknown) => {
          if (!(error instanceof KubeApiError)) throw error;
          // A kind that the cluster does not serve is nothing that could be read.
          if (error.status !== 404) forbidden.push(`${kind.kind}${scope ? ` in ${scope}` : ''}`);
        });
  } catch (error) {
    return [`the Kubernetes API server does not answer: ${errorText(error)}`];
  }
  return forbidden.length === 0 ? [] : [`not allowed to read ${forbidden.join(', ')}: run install.sh again, or see rbac in the values`];
}

/** A batch without records counts nothing, and is answered like any other as far as the way and the key are concerned. */
async function providerProblems(provider: { endpoint: string; apiKey: string }): Promise<string[]> {
  try {
    await postToProvider(provider, '/api/v1/ingest/state.k8s.resource', '{"records":[]}', new AbortController().signal);
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.problem !== 'unacceptable') return [errorText(error)];
  }
  return [];
}
