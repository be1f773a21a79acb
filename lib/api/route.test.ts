import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { env, readEnv } from '#lib/platform/env.ts';
import { logger, logToFile } from '#lib/platform/logger.ts';
import { route } from './route.ts';

const echo = route(
  {
    operationId: 'echo',
    method: 'POST',
    path: '/api/v1/echo/{id}',
    summary: 'Returns its input.',
    tag: 'Test',
    access: 'public',
    params: z.object({ id: z.string() }),
    query: z.object({ q: z.string() }),
    body: z.record(z.string(), z.unknown()),
    response: z.object({ id: z.string(), q: z.string(), body: z.record(z.string(), z.unknown()) }),
  },
  async ({ params, query, body }) => ({ id: params.id, q: query.q, body }),
);

beforeAll(() => env.provide(readEnv({}, () => 'the secret of the test, long enough for it')));

async function answerTo(query: string, id: string, body: string) {
  const request = new Request(`http://localhost/api/v1/echo/x?${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  const response = await echo(request, { params: Promise.resolve({ id }) });
  return { status: response.status, body: await response.json() };
}

it('a handler gets neither NUL nor half a character, which no store takes, from path, query and body', async () => {
  expect(await answerTo('q=a%00b%ED%A0%BD', 'x\0\ud83d', '{"n\\u0000":"\\ud83d cut","list":["\\u0000",{"deep":"😀\\udc00"}]}')).toEqual({
    status: 200,
    body: {
      id: 'x\ufffd\ufffd',
      q: 'a\ufffdb\ufffd\ufffd\ufffd',
      body: { 'n\ufffd': '\ufffd cut', list: ['\ufffd', { deep: '😀\ufffd' }] },
    },
  });
});

it.each(['null', '', '::', 'http://', 'then', 'http://evil.example', 'x'.repeat(5_000)])(
  'a page of another origin, or of none, is refused with 403: %s',
  async (origin) => {
    const request = new Request('http://127.0.0.1:3000/api/v1/echo/x?q=1', {
      method: 'POST',
      body: '{}',
      headers: { origin, 'content-type': 'application/json' },
    });
    const response = await echo(request, { params: Promise.resolve({ id: 'x' }) });
    const { code, detail } = await response.json();
    expect([response.status, code]).toEqual([403, 'foreign_origin']);
    expect(detail.length).toBeLessThan(400);
  },
);

it('an answer is an attachment in JSON, which no browser shows as a page or keeps', async () => {
  const request = new Request('http://localhost/api/v1/echo/x?q=a', {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  const { headers } = await echo(request, { params: Promise.resolve({ id: 'x' }) });
  const shown = ['content-type', 'content-disposition', 'cache-control'].map((name) => headers.get(name));
  expect(shown).toEqual(['application/json', 'attachment; filename="api.json"', 'no-store']);
});

it('the log says of each refusal which operation it was, why, from where and under which request', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kg-route-'));
  const before = [process.env.KG_LOG_FILE, logger.level] as const;
  logToFile(join(folder, 'test.log'));
  logger.level = 'info';
  const request = new Request('http://localhost/api/v1/echo/x?q=1', {
    method: 'POST',
    body: '{}',
    headers: { origin: 'http://evil.example' },
  });
  const response = await echo(request, { params: Promise.resolve({ id: 'x' }) });
  const line = JSON.parse((await readFile(join(folder, 'test.log'), 'utf8')).trim().split('\n').at(-1) ?? '');
  const requestId = response.headers.get('x-request-id');
  expect(line).toMatchObject({
    operation: echo.declaration.operationId,
    status: 403,
    code: 'foreign_origin',
    address: 'unknown',
    requestId,
  });
  if (before[0] === undefined) delete process.env.KG_LOG_FILE;
  else process.env.KG_LOG_FILE = before[0];
  logger.level = before[1];
  await rm(folder, { recursive: true });
});

describe('the entity tag of an answer', () => {
  let text = 'a';
  const reading = route(
    { operationId: 'read', method: 'GET', path: '/api/v1/read', summary: 'Read.', tag: 'Test', access: 'public', response: z.string() },
    async () => text,
  );
  const read = async (known?: string) => {
    const headers: Record<string, string> = known === undefined ? {} : { 'if-none-match': known };
    const response = await reading(new Request('http://localhost/api/v1/read', { headers }), { params: Promise.resolve({}) });
    return { status: response.status, etag: response.headers.get('etag') ?? '', body: await response.text() };
  };

  it('changes with the answer; who sends it gets 304 without a body while the answer is the same', async () => {
    text = 'a';
    const first = await read();
    expect(first).toEqual({ status: 200, etag: expect.stringMatching(/^"[\w-]{27}"$/), body: '"a"' });
    for (const known of [first.etag, `W/${first.etag}`, `"other", ${first.etag}`, '*'])
      expect(await read(known)).toEqual({ status: 304, etag: first.etag, body: '' });
    text = 'b';
    const second = await read(first.etag);
    expect([second.status, second.body, second.etag === first.etag]).toEqual([200, '"b"', false]);
  });

  it.each(['', 'x', '"', 'W/', '"other"', ','])('that is none, or another one, changes nothing: %s', async (known) => {
    expect(await read(known)).toMatchObject({ status: 200 });
  });
});

it('an unexpected error is told with the request id and nothing else', async () => {
  const failing = route(
    { operationId: 'fail', method: 'GET', path: '/api/v1/fail', summary: 'Fail.', tag: 'Test', access: 'public', response: z.null() },
    async () => {
      throw new Error('a secret of the inside');
    },
  );
  const response = await failing(new Request('http://localhost/api/v1/fail'), { params: Promise.resolve({}) });
  const { code, detail } = await response.json();
  expect([response.status, code]).toEqual([500, 'internal']);
  expect(detail).toContain(response.headers.get('x-request-id'));
  expect(detail).not.toContain('secret');
});
