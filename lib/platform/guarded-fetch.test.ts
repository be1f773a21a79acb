import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedFetch, isPublicAddress, networksIn } from './guarded-fetch.ts';

const PUBLIC = { anywhere: false };
const ANYWHERE = { anywhere: true };
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

describe('an address that a client chose', () => {
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
    await expect(guardedFetch(address, {}, PUBLIC)).rejects.toThrow('is not on the public internet');
  });

  it('is asked by HTTPS only', async () => {
    await expect(guardedFetch('http://93.184.215.14/', {}, PUBLIC)).rejects.toThrow('is not reached by HTTPS');
    await expect(guardedFetch('file:///etc/passwd', {}, PUBLIC)).rejects.toThrow('is not reached by HTTPS');
    expect(requests).toBe(0);
  });
});

it('public addresses are public', () => {
  expect(['93.184.215.14', '8.8.8.8', '2606:4700::1111', '2a00:1450:4001::1'].map(isPublicAddress)).toEqual([true, true, true, true]);
});

it('networks that the provider names are reached, and no others', async () => {
  const networks = networksIn('10.20.0.0/16, fd00:1::/48');
  const reach = { anywhere: false, ...(networks && { networks }) };
  // Nothing listens there: what matters is that it was tried.
  const answer = (address: string) => guardedFetch(address, {}, reach).catch((error) => error.message);
  expect(await answer('https://10.21.0.1/')).toContain('is not on the public internet');
  expect(await answer('https://[fd00:2::1]/')).toContain('is not on the public internet');
  const loopback = networksIn('127.0.0.0/8,::1/128');
  const port = new URL(url).port;
  const tried = await guardedFetch(`https://localhost:${port}/`, {}, { anywhere: false, ...(loopback && { networks: loopback }) }).catch(
    (error) => error.message,
  );
  expect(tried, 'the server speaks no TLS').toMatch(/cannot be reached/);
  expect(['10.0.0.0', '10.0.0.0/33', 'intranet/8', ''].map(networksIn)).toEqual([undefined, undefined, undefined, undefined]);
});

describe('an answer', () => {
  it('that is a redirect is not followed', async () => {
    expect((await guardedFetch(url, {}, ANYWHERE)).status).toBe(302);
  });

  it('that is too long is not read to its end', async () => {
    await expect(guardedFetch(`${url}/large`, {}, ANYWHERE)).rejects.toThrow('has more than 256 KiB');
  });
});
