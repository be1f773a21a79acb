import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './prepare.mjs';

interface Advisory {
  id: number;
  url: string;
  title: string;
  severity: string;
  vulnerable_versions: string;
}

/** Runs the script against a registry that knows these advisories, or offers none. */
async function audit(advisories: Record<string, Advisory[]> | undefined, environment: Record<string, string> = {}) {
  const registry = createServer((request, response) => {
    if (request.method !== 'POST') response.writeHead(404).end('{}');
    else if (!advisories) response.writeHead(405).end('{}');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(advisories));
  });
  await new Promise<void>((listening) => registry.listen(0, '127.0.0.1', listening));
  // npm remembers advisories by their number.
  const cache = await mkdtemp(join(tmpdir(), 'kg-audit-'));
  const { port } = registry.address() as AddressInfo;
  const options = [`--registry=http://127.0.0.1:${port}/`, '--fetch-retries=0', `--cache=${cache}`];
  const child = spawn(process.execPath, [join(root, 'scripts/audit.mjs'), ...options], {
    cwd: root,
    env: { ...process.env, AUDIT_REQUIRED: '', ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  registry.close();
  await rm(cache, { recursive: true, force: true });
  return { code, output };
}

it('a package with a vulnerability that is high fails, and is named with its advisory', async () => {
  const advisory = { id: 1, url: 'https://example.com/advisory', title: 'Remote code', severity: 'high', vulnerable_versions: '*' };
  const { code, output } = await audit({ zod: [advisory] });
  expect(output).toContain('zod');
  expect(output).toContain('Remote code (https://example.com/advisory)');
  expect(code).toBe(1);
});

it('passes without high ones, and says how many packages were checked', async () => {
  const advisory = { id: 1, url: 'https://example.com/advisory', title: 'Slow', severity: 'low', vulnerable_versions: '*' };
  const { code, output } = await audit({ zod: [advisory] });
  expect(output).toMatch(/[1-9]\d+ packages were checked .* 0 high or critical, [1-9]/);
  expect(code).toBe(0);
});

it('says that nothing was checked where the registry offers no advisories, and fails where that is required', async () => {
  const free = await audit(undefined);
  expect([free.code, free.output]).toEqual([0, expect.stringContaining('No package was checked')]);
  expect((await audit(undefined, { AUDIT_REQUIRED: '1' })).code).toBe(1);
});
