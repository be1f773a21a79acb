import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { env, readEnv } from '#lib/platform/env.ts';
import { guardedFetch, isPublicAddress } from './guarded-fetch.ts';
import { discover } from './issuer.ts';
import { startIssuer } from './testing/issuer.ts';

const settings = (variables: Record<string, string> = {}) =>
  env.provide(readEnv(variables, () => 'the secret of the test, long enough for it'));
const PUBLIC = { HOST: '0.0.0.0', PUBLIC_URL: 'https://rca.example' };
let server: Server;
let url: string;
let requests = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests++;
    if (request.url === '/large') response.end('x'.repeat(300 * 1024));
    else response.writeHead(302, { Location: 'http://127.0.0.1/' }).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('an issuer of a public installation', () => {
  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.5/',
    'https://100.64.0.1/',
    'https://172.31.255.1/',
    'https://192.168.1.1/',
    'https://0.0.0.0/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://localhost/',
  ])('is never asked at a private address: %s', async (address) => {
    settings(PUBLIC);
    await expect(guardedFetch(address, {})).rejects.toThrow('is not on the public internet');
  });

  it('is asked by HTTPS only', async () => {
    settings(PUBLIC);
    await expect(guardedFetch('http://93.184.215.14/', {})).rejects.toThrow('is not reached by HTTPS');
    await expect(guardedFetch('file:///etc/passwd', {})).rejects.toThrow('is not reached by HTTPS');
    expect(requests).toBe(0);
  });
});

it('public addresses are public', () => {
  expect(['93.184.215.14', '8.8.8.8', '2606:4700::1111', '2a00:1450:4001::1'].map(isPublicAddress)).toEqual([true, true, true, true]);
});

describe('an issuer', () => {
  it('in a private network is asked on a loopback installation, and where the setting allows it', async () => {
    settings();
    expect((await guardedFetch(url, {})).status).toBe(302);
    settings({ ...PUBLIC, SSO_PRIVATE_NETWORKS: 'true' });
    expect((await guardedFetch(url, {})).status, 'redirects are not followed').toBe(302);
  });

  it('whose answer is too long is not read to its end', async () => {
    settings();
    await expect(guardedFetch(`${url}/large`, {})).rejects.toThrow('has more than 256 KiB');
  });

  it('that cannot be used is refused with the field and the reason', async () => {
    settings();
    const issuer = await startIssuer();
    const problem = (address = issuer.url) => discover(address).catch((error) => error.detail);
    expect(await discover(issuer.url)).toMatchObject({ issuer: issuer.url });
    expect(await problem('http://127.0.0.1:1')).toMatch(/^issuer: 127.0.0.1:1 cannot be reached \(ECONNREFUSED\)/);
    issuer.discovery = { issuer: 'https://another.example' };
    expect(await problem()).toContain('names another issuer');
    issuer.discovery = { jwks_uri: undefined };
    expect(await problem()).toContain('has no jwks_uri');
    issuer.discovery = { authorization_endpoint: 'javascript:alert(1)' };
    expect(await problem()).toContain('is not an https address');
    issuer.answer = { status: 404, body: '{}' };
    expect(await problem()).toContain('answered with status 404');
    issuer.answer = { status: 200, body: '<html>' };
    expect(await problem()).toContain('is not a discovery document');
    await issuer.close();
  });
});
