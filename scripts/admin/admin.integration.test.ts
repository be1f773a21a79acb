import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { admin, COMMANDS } from '../admin.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

async function run(...args: string[]) {
  let text = '';
  const code = await admin(args, (more) => {
    text += more;
  });
  return { code, text };
}

describe('npm run admin', () => {
  it('lists its commands, and says which of them it does not know', async () => {
    const { code, text } = await run('--help');
    expect(code).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(text).toContain(`  ${name} `);
    expect(await run('backups')).toMatchObject({ code: 2, text: expect.stringContaining('there is no command backups') });
    expect(await run()).toMatchObject({ code: 2 });
  });

  it('names the option that a command does not know', async () => {
    expect(await run('kong', '--tos', 'x')).toEqual({
      code: 2,
      text: "kong: Unknown option '--tos'; it takes --upstream, --admin-networks, --to\n",
    });
  });
});

describe('migrate', () => {
  it('says that the schema is the newest', async () => {
    vi.stubEnv('DATABASE_URL', db.url);
    expect(await run('migrate')).toEqual({ code: 0, text: 'The database has the newest schema.\n' });
  });

  it.each([
    ['', 2, 'DATABASE_URL: must be set'],
    ['postgresql://nobody:nothing@127.0.0.1:1/none', 1, 'DATABASE_URL: the database cannot be used'],
  ])('with DATABASE_URL %j ends with %i', async (url, code, message) => {
    vi.stubEnv('DATABASE_URL', url);
    expect(await run('migrate')).toMatchObject({ code, text: expect.stringContaining(message) });
  });
});

describe('probe', () => {
  it('asks under the public name, wherever it asks, and passes on what is wrong', async () => {
    const hosts: (string | undefined)[] = [];
    let status = 200;
    const server = createServer((request, response) => {
      hosts.push(request.headers.host);
      response.writeHead(status).end(status === 200 ? '{"info":{"version":"1.0.0"}}' : 'Misdirected');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    vi.stubEnv('PUBLIC_URL', 'https://rca.example.com');
    expect(await run('probe', '--at', at)).toEqual({ code: 0, text: `${at} answers: version 1.0.0 of the API.\n` });
    expect(hosts).toEqual(['rca.example.com']);
    status = 421;
    expect(await run('probe', '--at', at)).toMatchObject({ code: 1, text: expect.stringContaining('answered 421') });
    await new Promise((closed) => server.close(closed));
    expect(await run('probe', '--at', at)).toMatchObject({ code: 1, text: expect.stringContaining('does not answer') });
  });
});

describe('kong', () => {
  it('counts each client by the limit that holds for it, and leaves closed ones out', async () => {
    vi.stubEnv('DATABASE_URL', db.url);
    await db.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('app.scope', 'system', true)`;
      for (const [id, plan] of [
        ['acme', 'pro'],
        ['acme-corp', 'pro'],
        ['shop', 'free'],
      ] as const) {
        await tx.tenant.create({ data: { id, name: id, plan } });
      }
      await tx.tenant.create({ data: { id: 'gone', name: 'gone', plan: 'free', status: 'closed' } });
    });
    const { code, text } = await run('kong', '--upstream', 'http://web:8080', '--admin-networks', '198.51.100.0/24');
    expect(code).toBe(0);
    const [service] = parse(text).services;
    expect(service.url).toBe('http://web:8080');
    const byName = Object.fromEntries(service.routes.map((route: { name: string }) => [route.name, route]));
    expect(byName['clients-10000-a-minute'].headers.Authorization).toEqual(['~*^Bearer kg_live_(acme|acme-corp)_']);
    expect(byName['clients-100-a-minute'].headers.Authorization).toEqual(['~*^Bearer kg_live_(shop)_']);
    expect(byName['clients-100-a-minute'].plugins[0].config.minute).toBe(100);
    expect(byName.admin.plugins[0].config.allow).toEqual(['198.51.100.0/24']);
    expect(text).not.toContain('gone');
  });

  it('refuses what is no network', async () => {
    vi.stubEnv('DATABASE_URL', db.url);
    expect(await run('kong', '--admin-networks', 'office')).toMatchObject({
      code: 2,
      text: expect.stringContaining('office is no network'),
    });
  });
});
