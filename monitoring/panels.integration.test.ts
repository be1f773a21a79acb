import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALERTS, RECORDINGS } from './alerts.ts';
import { DASHBOARDS } from './dashboards.ts';
import { renderRules } from './rules.ts';
import { freePort, portsOf } from './testing/ports.ts';
import { hasPrometheus, type Prometheus, startPrometheus } from './testing/prometheus.ts';

const ROOT = join(import.meta.dirname, '..');
/** How long a panel may stay empty: storage is first measured after some minutes. */
const WITHIN_MS = 420_000;
/** What Grafana puts in for its variables. */
const filledIn = (expr: string) => expr.replaceAll('$__rate_interval', '1m').replaceAll('$client', 'demo');
/** Series for each client: these alone may have the label client_id. */
const PER_CLIENT = /^(kg_messages_processed_total|billing_)/;

let dataDir: string;
let product: ChildProcess;
let prometheus: Prometheus;

/** The running demo in the eyes of a real Prometheus (on Debian: apt-get install prometheus), and its agent's own metrics. */
describe.skipIf(!hasPrometheus || process.platform !== 'linux')('the dashboards on the running demo', () => {
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'kg-panels-'));
    chmodSync(dataDir, 0o755);
    const [port, health, own] = [await freePort(), await freePort(), await freePort()];
    product = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'workers/main.ts', '--demo', '--port', String(port)], {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', DATA_DIR: dataDir, HEALTH_PORT: String(health) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    await new Promise<void>((ready, failed) => {
      for (const stream of [product.stdout, product.stderr])
        stream?.on('data', (chunk) => {
          printed += chunk;
          if (printed.includes('KG RCA is ready')) ready();
        });
      product.once('exit', (code) => failed(new Error(`the product ended with code ${code}: ${printed}`)));
    });
    let agent: number[] = [];
    while (agent.length === 0) {
      agent = portsOf('agent/main.ts', dataDir);
      await delay(200);
    }
    const targets = { 'kg-rca': [`127.0.0.1:${health}`], 'kg-rca-agent': agent.map((one) => `127.0.0.1:${one}`) };
    prometheus = await startPrometheus(own, targets, renderRules());
  });
  afterAll(async () => {
    await prometheus?.stop();
    if (product?.exitCode === null) {
      const ended = new Promise((done) => product.once('exit', done));
      product.kill('SIGTERM');
      await ended;
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  it(
    'have data in every panel',
    async () => {
      const queries = DASHBOARDS.flatMap(({ title, rows }) =>
        rows.flatMap(({ panels }) =>
          panels.flatMap((panel) => panel.queries.map(([expr]) => ({ panel: `${title}, ${panel.title}`, expr: filledIn(expr) }))),
        ),
      );
      let empty = queries;
      for (const until = Date.now() + WITHIN_MS; empty.length > 0 && Date.now() < until; await delay(1_000)) {
        const answers = await Promise.all(empty.map(async (one) => ({ one, samples: await prometheus.query(one.expr) })));
        empty = answers.filter(({ samples }) => !samples.some(({ value }) => value[1] !== 'NaN')).map(({ one }) => one);
      }
      expect(empty).toEqual([]);
    },
    WITHIN_MS + 60_000,
  );

  it('rest on few series: only counters of processing and billing have one for each client', async () => {
    const series = await prometheus.query('count by (__name__) ({job="kg-rca", client_id!=""})');
    const names = series.map(({ metric }) => metric.__name__ ?? '');
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !PER_CLIENT.test(name))).toEqual([]);
    expect(names.length).toBeLessThanOrEqual(4);
  });

  it('come with rules that Prometheus can evaluate on it, all of them', async () => {
    const rules = await prometheus.rules();
    expect(rules.length).toBe(ALERTS.length + RECORDINGS.length);
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  });
});
