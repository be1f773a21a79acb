import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseInput } from './input.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const URL_OF = 'http://localhost/api/v1/things';
const query = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), q: z.string().optional() });
const body = z.object({ name: z.string() });

const withQuery = async (text: string) => (await parseInput({ query }, new Request(`${URL_OF}?${text}`), {})).query;
const withBody = async (text: BodyInit, headers: Record<string, string> = {}) =>
  (await parseInput({ body }, new Request(URL_OF, { method: 'POST', body: text, headers: { ...JSON_TYPE, ...headers } }), {})).body;

describe('the query of a request', () => {
  it('is read by name, without what the operation does not know', async () => {
    expect(await withQuery('limit=3&q=a%20b&other=1&other=2&__proto__=1')).toEqual({ limit: 3, q: 'a b' });
    expect(await withQuery('')).toEqual({ limit: 50 });
  });

  it.each(['limit=1&limit=2', 'q=a&q=a'])(
    'that gives a parameter twice is refused, since two places could read two values: %s',
    async (text) => {
      await expect(withQuery(text)).rejects.toMatchObject({ status: 422, invalidParams: [{ reason: 'Send it once.' }] });
    },
  );

  it.each(['limit=', 'limit=%20', 'limit=0x10', 'limit=1e2', 'limit=+5', 'limit=Infinity', 'limit=true', 'limit=null', 'limit=1.5'])(
    'whose number is none is refused: %s',
    async (text) => {
      await expect(withQuery(text)).rejects.toMatchObject({ status: 422, invalidParams: [{ name: 'limit' }] });
    },
  );
});

describe('the body of a request', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'application/scim+json'])(
    'is read as JSON when it is said to be %s',
    async (type) => {
      expect(await withBody('{"name":"a"}', { 'content-type': type })).toEqual({ name: 'a' });
    },
  );

  it.each([
    'text/html',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'x',
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
  ])('of another type, or of none, is refused with 415: %s', async (type) => {
    await expect(withBody('{"name":"a"}', { 'content-type': type })).rejects.toMatchObject({ status: 415, code: 'not_json' });
    const raw = new Request(URL_OF, { method: 'POST', body: '{}', headers: { 'content-type': type } });
    await expect(parseInput({ rawBody: 'application/json' }, raw, {})).rejects.toMatchObject({ status: 415 });
  });

  it('is refused with 400 when it is no JSON, or not the gzip it is said to be', async () => {
    await expect(withBody('{')).rejects.toMatchObject({ status: 400, code: 'bad_body' });
    await expect(withBody('{}', { 'content-encoding': 'gzip' })).rejects.toMatchObject({ status: 400, code: 'bad_body' });
  });

  it('is refused with 413 when it is too large, also once it is unpacked', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(1_024 * 1_024) });
    await expect(withBody(large)).rejects.toMatchObject({ status: 413 });
    await expect(withBody(new Uint8Array(gzipSync(large)), { 'content-encoding': 'gzip' })).rejects.toMatchObject({ status: 413 });
  });

  it('that does not fit is refused with 422, and says where', async () => {
    await expect(withBody('{}')).rejects.toMatchObject({ status: 422, invalidParams: [{ name: 'name' }] });
    await expect(withBody('')).rejects.toMatchObject({ status: 422, invalidParams: [{ name: 'body' }] });
  });
});

it('a parameter in the address that is no id gets the 404 of a missing object', async () => {
  const schemas = { params: z.object({ id: z.uuid() }) };
  await expect(parseInput(schemas, new Request(URL_OF), { id: 'x' })).rejects.toMatchObject({ status: 404, code: 'not_found' });
});
