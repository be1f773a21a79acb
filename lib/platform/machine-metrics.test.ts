import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { observeMachine } from './machine-metrics.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kg-machine-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function seen(certificates: Record<string, string | undefined>, dataDir = dir) {
  const registry = new Registry();
  observeMachine(registry, { dataDir, certificates });
  const samples = (await registry.metrics()).split('\n').filter((line) => line.startsWith('kg_'));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]));
}

it('says when the first of the certificates in a file ends, and nothing of a file that holds none', async () => {
  const two = rootCertificates.slice(0, 2);
  writeFileSync(join(dir, 'ca.pem'), two.join('\n'));
  writeFileSync(join(dir, 'none.pem'), 'no certificate');
  const metrics = await seen({
    KAFKA_CA: join(dir, 'ca.pem'),
    KAFKA_AGENT_CA: join(dir, 'none.pem'),
    UNSET: undefined,
    GONE: join(dir, 'gone.pem'),
  });
  const first = Math.min(...two.map((pem) => Date.parse(new X509Certificate(pem).validTo))) / 1_000;
  expect([...metrics].filter(([name]) => name.startsWith('kg_certificate'))).toEqual([
    ['kg_certificate_not_after_seconds{setting="KAFKA_CA"}', first],
  ]);
});

it('says how much room the data folder has, and nothing of a folder that is gone', async () => {
  const metrics = await seen({});
  const [size = 0, free = 0] = ['size', 'free'].map((state) => metrics.get(`kg_data_dir_bytes{state="${state}"}`));
  expect(free).toBeGreaterThan(0);
  expect(size).toBeGreaterThanOrEqual(free);
  expect((await seen({}, join(dir, 'gone'))).size).toBe(0);
});
