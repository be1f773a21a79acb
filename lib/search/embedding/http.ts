import { z } from 'zod';
import { type Embedder, EmbeddingError, unit } from './port.ts';

/** How long a server may take for one request. */
const TIMEOUT_MS = 10_000;
/** Texts of one request: what text-embeddings-inference takes at once unless it is told otherwise (`--max-client-batch-size`). */
const BATCH = 32;

const vectors = z.array(z.array(z.number()).min(1));
const openAi = z.object({ data: z.array(z.object({ index: z.number().int(), embedding: z.array(z.number()).min(1) })) });

/**
 * A server: the address ends in `/embed` for the own protocol of text-embeddings-inference, and else is that of an API like OpenAI's
 * (`https://api.openai.com/v1/embeddings`). `key` goes along as a bearer token.
 */
export function httpEmbedder({ url, model, key }: { url: string; model: string; key?: string | undefined }): Embedder {
  const isNative = new URL(url).pathname.endsWith('/embed');
  return {
    model: `${new URL(url).host}/${model}`,
    async embed(texts, signal) {
      const found: Float32Array[] = [];
      for (let i = 0; i < texts.length; i += BATCH) {
        const batch = texts.slice(i, i + BATCH);
        const answer = await post(
          url,
          key,
          signal,
          isNative ? { inputs: batch, truncate: true } : { model, input: batch, encoding_format: 'float' },
        );
        const made = isNative ? vectors.safeParse(answer) : openAi.safeParse(answer);
        if (!made.success)
          throw new EmbeddingError(`the embedding server at ${new URL(url).host} gave an answer of another form than its API has`);
        const rows =
          'data' in made.data ? made.data.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding) : made.data;
        if (rows.length !== batch.length || rows.some((row) => row.length !== rows[0]?.length)) {
          throw new EmbeddingError(
            `the embedding server at ${new URL(url).host} gave ${rows.length} vectors for ${batch.length} texts, or of different lengths`,
          );
        }
        found.push(...rows.map((row) => unit(Float32Array.from(row))));
      }
      return found;
    },
  };
}

async function post(url: string, key: string | undefined, signal: AbortSignal | undefined, body: unknown): Promise<unknown> {
  const { host } = new URL(url);
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(key && { Authorization: `Bearer ${key}` }) },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
    });
  } catch (cause) {
    throw new EmbeddingError(`the embedding server at ${host} cannot be reached, or takes too long`, { cause });
  }
  if (!response.ok)
    throw new EmbeddingError(`the embedding server at ${host} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  return response.json().catch((cause) => {
    throw new EmbeddingError(`the embedding server at ${host} gave an answer that is not JSON`, { cause });
  });
}
