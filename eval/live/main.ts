/**
 * Plays recorded runs of clusters through the product, and measures its incidents over their life:
 *
 *   npm run eval:live -- <folder or .jsonl>... [--truth truth.jsonl]... [--json] [--show]
 *   npm run eval:live -- --simulated all | <fault>[+<fault>][,...]
 *
 * For each trouble it says whether the right incident was opened, how many seconds after the first sign, whether it stayed
 * one, whether it closed after recovery, how far its onset is off, and its first cause at the opening and at the end. README.md has
 * the format of a run.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '#lib/platform/database/embedded.ts';
import { database, openDatabase } from '#lib/platform/database/index.ts';
import { migrate } from '#lib/platform/database/migrate.ts';
import type { Truth } from '../metrics.ts';
import { judgeRun, type RunResult, totalsOf } from './judge.ts';
import { play } from './product.ts';
import { ReplayError, type Run, readRuns, withTruth } from './replay.ts';
import { shownRun, shownTotals } from './report.ts';
import { simulatedFaults, simulatedRun } from './simulated-run.ts';

const USAGE =
  'usage: npm run eval:live -- <folder or .jsonl>... [--truth truth.jsonl]... [--simulated all | fault[+fault],...] [--json] [--show]';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    truth: { type: 'string', multiple: true },
    simulated: { type: 'string' },
    json: { type: 'boolean' },
    show: { type: 'boolean' },
  },
});

function runsToPlay(): Run[] {
  const truths = (values.truth ?? []).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Truth),
  );
  return [...readRuns(positionals).map((run) => withTruth(run, truths)), ...simulated()];
}

function simulated(): Run[] {
  if (values.simulated === undefined) return [];
  const known = simulatedFaults();
  const wanted = values.simulated === 'all' ? known.map((name) => [name]) : values.simulated.split(',').map((names) => names.split('+'));
  const unknown = wanted.flat().find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ReplayError(`--simulated: there is no fault ${unknown}; there are ${known.join(', ')}`);
  return wanted.map(simulatedRun);
}

async function playAll(runs: readonly Run[]): Promise<RunResult[]> {
  const root = join(import.meta.dirname, '../..');
  const dir = await mkdtemp(join(tmpdir(), 'kg-eval-live-'));
  const server = await startEmbeddedPostgres(join(dir, 'postgres'), 'replayed');
  try {
    await migrate(server.url, root);
    const opened = await openDatabase(server.url, 8);
    database.provide(opened);
    const results: RunResult[] = [];
    for (const run of runs) {
      const began = performance.now();
      const played = await play(run);
      const result = judgeRun(run, played);
      results.push(result);
      if (!values.json) console.log(shownRun(result, played, performance.now() - began, values.show ?? false));
    }
    await opened.close();
    return results;
  } finally {
    await server.stop();
    await rm(server.dataDir, { recursive: true, force: true });
    await rm(dir, { recursive: true, force: true });
  }
}

try {
  if (positionals.length === 0 && values.simulated === undefined) throw new ReplayError(`no runs given\n${USAGE}`);
  const results = await playAll(runsToPlay());
  const totals = totalsOf(results);
  console.log(values.json ? JSON.stringify({ totals, runs: results }, undefined, 1) : shownTotals(totals));
} catch (error) {
  if (!(error instanceof ReplayError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
