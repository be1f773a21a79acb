/**
 * Diagnoses every case folder below a directory and writes predictions, one JSON line per case:
 * {id, causes: [{cause, object, confidence, tier}], no_incident, ms}.
 *
 *   node eval/main.ts <cases dir> [--truth truth.jsonl] [--out predictions.jsonl] [--without alerts,metrics,logs,events] [--show]
 *
 * With a truth file it prints the metrics: A@1 and A@3 (object and code right), object@1 and MRR by category, calibration,
 * tiers and latency. With --show it prints the first causes of each case.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { type DumpPart, readDump } from '#lib/rca/dump.ts';
import { diagnose } from '#lib/rca/index.ts';
import { type Judged, judge, metricsTable, type Truth } from './metrics.ts';
import { Rollup } from './rollup.ts';

const PARTS: readonly DumpPart[] = ['alerts', 'metrics', 'logs', 'events'];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { truth: { type: 'string' }, out: { type: 'string' }, without: { type: 'string' }, show: { type: 'boolean' } },
});
const [directory] = positionals;
if (directory === undefined || !existsSync(directory)) {
  console.error(
    `no such directory: ${directory ?? '(none given)'}\nusage: node eval/main.ts <cases dir> [--truth truth.jsonl] [--out predictions.jsonl] [--without ${PARTS.join(',')}]`,
  );
  process.exit(2);
}
const without = (values.without ?? '').split(',').filter(Boolean);
const unknown = without.filter((part) => !PARTS.includes(part as DumpPart));
if (unknown.length > 0) {
  console.error(`--without accepts ${PARTS.join(', ')}, not ${unknown.join(', ')}`);
  process.exit(2);
}

/** The contents of all files below a folder, by their paths with `/`. */
function filesBelow(root: string, at = root, found = new Map<string, string>()): Map<string, string> {
  for (const name of readdirSync(at).sort()) {
    const path = join(at, name);
    if (statSync(path).isDirectory()) filesBelow(root, path, found);
    else found.set(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'));
  }
  return found;
}

const cases = readdirSync(directory)
  .filter((name) => existsSync(join(directory, name, 'resources.json')))
  .sort();
if (cases.length === 0) {
  console.error(`${directory} contains no cases (folders with a resources.json)`);
  process.exit(2);
}

const truths = new Map(
  (values.truth ? readFileSync(values.truth, 'utf8').split('\n').filter(Boolean) : [])
    .map((line) => JSON.parse(line) as Truth)
    .map((truth) => [truth.id, truth]),
);
const judged: Judged[] = [];
const lines: string[] = [];
const times: number[] = [];
for (const id of cases) {
  const files = filesBelow(join(directory, id));
  const { snapshot, window, problems } = readDump(files, without as DumpPart[]);
  for (const problem of problems) console.error(`${id}: ${problem}`);
  const began = performance.now();
  const diagnosis = diagnose(snapshot, window);
  const ms = Math.round(performance.now() - began);
  times.push(ms);
  const truth = truths.get(id);
  if (truth) {
    const namespace = String(JSON.parse(files.get('case.json') ?? '{}').namespace ?? '');
    judged.push(judge(truth, diagnosis, new Rollup(snapshot.resources, namespace), namespace, ms));
  }
  const causes = diagnosis.causes.map(({ code, object, confidence, tier }) => ({ cause: code, object, confidence, tier }));
  lines.push(JSON.stringify({ id, causes, no_incident: diagnosis.verdict === 'no_incident', ms }));
  if (values.show) {
    console.log(`${id} ${diagnosis.verdict} signs: ${diagnosis.symptoms.map(({ object, what }) => `${object.name}:${what}`).join(' ')}`);
    for (const cause of diagnosis.causes.slice(0, 4))
      console.log(`   ${cause.confidence} ${cause.code} ${cause.object.kind}/${cause.object.name}: ${cause.summary.slice(0, 220)}`);
  }
}
if (values.out) writeFileSync(values.out, `${lines.join('\n')}\n`);

times.sort((a, b) => a - b);
const percentile = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))];
console.log(`${cases.length} cases, diagnosis p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms`);

if (judged.length > 0) console.log(metricsTable(judged));
