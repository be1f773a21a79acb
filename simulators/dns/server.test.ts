import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DnsServer, startDnsServer } from './index.ts';

let server: DnsServer;
const resolver = new Resolver({ timeout: 2_000, tries: 1 });

beforeAll(async () => {
  server = await startDnsServer();
  resolver.setServers([server.address]);
});
afterAll(() => server.close());

it('answers Node’s resolver with all TXT records of a name, long ones in parts, whatever the case of the name', async () => {
  server.set('_kg.Example.com', ['a=b', 'x'.repeat(300)]);
  expect(await resolver.resolveTxt('_KG.example.COM')).toEqual([['a=b'], ['x'.repeat(255), 'x'.repeat(45)]]);
});

it('says that a name does not exist, and that it failed', async () => {
  await expect(resolver.resolveTxt('nothing.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  server.fail(true);
  await expect(resolver.resolveTxt('_kg.example.com')).rejects.toMatchObject({ code: 'ESERVFAIL' });
  server.fail(false);
});
