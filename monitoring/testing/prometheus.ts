import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stringify } from 'yaml';

/** Whether this machine has Prometheus and promtool (on Debian: apt-get install prometheus). */
export const hasPrometheus = spawnSync('prometheus', ['--version'], { stdio: 'ignore' }).status === 0;

/** A real Prometheus that scrapes every second. */
export interface Prometheus {
  /** The samples of an instant query: labels and value. Rejects with what Prometheus says of a query that it cannot read. */
  query(expr: string): Promise<{ metric: Record<string, string>; value: [number, string] }[]>;
  /** The rules that it evaluates: `health` is ok for those that it could. */
  rules(): Promise<{ name: string; health: string; lastError?: string }[]>;
  stop(): Promise<void>;
}

/** Starts Prometheus on `port` with these targets (host:port) by job, and a rules file. */
export async function startPrometheus(port: number, targets: Record<string, string[]>, rules: string): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'kg-prometheus-'));
  writeFileSync(join(folder, 'rules.yaml'), rules);
  const configuration = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yaml'],
    scrape_configs: Object.entries(targets).map(([job, of]) => ({ job_name: job, static_configs: [{ targets: of }] })),
  };
  writeFileSync(join(folder, 'prometheus.yml'), stringify(configuration));
  const args = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`];
  const child: ChildProcess = spawn('prometheus', args, { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`Prometheus ended with code ${child.exitCode}`);
    await delay(100);
  }
  return {
    async query(expr) {
      const answer = await fetch(`${url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query: expr }) });
      const { status, data, error } = await answer.json();
      if (status !== 'success') throw new Error(`${expr}: ${error}`);
      return data.result;
    },
    async rules() {
      const { data } = await (await fetch(`${url}/api/v1/rules`)).json();
      return data.groups.flatMap(({ rules: of }: { rules: object[] }) => of);
    },
    async stop() {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
