import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { httpEmbedder } from './http.ts';
import { EmbeddingError } from './port.ts';

interface Asked {
  path: string;
  authorization: string | undefined;
  body: { input?: string[]; inputs?: string[]; model?: string; truncate?: boolean };
}

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that answers each request as told; returns its address and what it was asked. */
async function serve(answer: (asked: Asked) => { status?: number; body: string } | undefined): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = { path: request.url ?? '', authorization: request.headers.authorization, body: JSON.parse(String(Buffer.concat(chunks))) };
    asked.push(one);
    const given = answer(one);
    if (given) response.writeHead(given.status ?? 200, { 'Content-Type': 'application/json' }).end(given.body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe('an embedding server', () => {
  it("is asked by OpenAI's API, with the model and the key, and its vectors are put in order and given length 1", async () => {
    const rows = [
      { index: 1, embedding: [0, 2] },
      { index: 0, embedding: [3, 4] },
    ];
    const { url, asked } = await serve(() => ({ body: JSON.stringify({ data: rows }) }));
    const made = await httpEmbedder({ url: `${url}/v1/embeddings`, model: 'small', key: 'sk-1' }).embed(['a', 'b']);
    expect(made.map((vector) => [...vector].map((value) => Math.round(value * 100)))).toEqual([
      [60, 80],
      [0, 100],
    ]);
    expect(asked).toEqual([
      { path: '/v1/embeddings', authorization: 'Bearer sk-1', body: { model: 'small', input: ['a', 'b'], encoding_format: 'float' } },
    ]);
  });

  it('is asked by the protocol of text-embeddings-inference at an address that ends in /embed, 32 texts at a time', async () => {
    const { url, asked } = await serve(({ body }) => ({ body: JSON.stringify((body.inputs ?? []).map(() => [1, 0])) }));
    const texts = Array.from({ length: 40 }, (_, i) => `text ${i}`);
    expect(await httpEmbedder({ url: `${url}/embed`, model: 'x' }).embed(texts)).toHaveLength(40);
    expect(asked.map(({ body }) => [body.inputs?.length, body.truncate])).toEqual([
      [32, true],
      [8, true],
    ]);
    expect(asked[0]?.authorization).toBeUndefined();
  });

  it.each([
    ['an error', { status: 503, body: '"overloaded"' }, /answered 503: "overloaded"/],
    ['no JSON', { body: '<html>' }, /not JSON/],
    ['another form', { body: '{"vectors":[]}' }, /another form/],
    ['too few vectors', { body: '{"data":[{"index":0,"embedding":[1]}]}' }, /1 vectors for 2 texts/],
    [
      'vectors of different lengths',
      { body: '{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}' },
      /of different lengths/,
    ],
  ])('that answers %s is told by its host', async (_, answer, message) => {
    const { url } = await serve(() => answer);
    const asked = httpEmbedder({ url: `${url}/v1/embeddings`, model: 'm' }).embed(['a', 'b']);
    await expect(asked).rejects.toThrow(EmbeddingError);
    await expect(asked).rejects.toThrow(message);
  });

  it('that is away, or answers later than its caller waits, is told to be out of reach', async () => {
    const { url } = await serve(() => undefined);
    const late = new AbortController();
    const asked = httpEmbedder({ url: `${url}/embed`, model: 'm' }).embed(['a'], late.signal);
    late.abort();
    await expect(asked).rejects.toThrow(/cannot be reached/);
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    await expect(httpEmbedder({ url: `${url}/embed`, model: 'm' }).embed(['a'])).rejects.toThrow(/cannot be reached/);
  });
});
