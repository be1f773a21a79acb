/**
 * Diagnoses every case folder below one or more directories and writes predictions, one JSON line per case:
 * {id, causes: [{cause, object, confidence, tier}], no_incident, ms}.
 *
 *   node eval/main.ts <cases dir>... [--truth truth.jsonl]... [--out predictions.jsonl] [--without alerts,metrics,logs,events] [--show] [--thin]
 *
 * With truth files it prints the metrics of each directory: A@1 and A@3 (object and code right), object@1 and MRR by category,
 * calibration, tiers and latency. Sources are never pooled: they differ too much for one figure. With --show it prints the
 * first causes of each case. With --thin each case is also diagnosed without each of its kinds in turn, as by a user who may not
 * read that kind: what is not known must lower the answer, so it prints every wrong cause that is called confirmed then.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { type DumpPart, readDump } from '#lib/rca/dump.ts';
import { diagnose } from '#lib/rca/index.ts';
import { scoreChain } from './chains/score.ts';
import { type Judged, judge, metricsTable, type Truth } from './metrics.ts';
import { Rollup } from './rollup.ts';

const PARTS: readonly DumpPart[] = ['alerts', 'metrics', 'logs', 'events'];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    truth: { type: 'string', multiple: true },
    out: { type: 'string' },
    without: { type: 'string' },
    show: { type: 'boolean' },
    thin: { type: 'boolean' },
  },
});
const missing = positionals.length === 0 ? '(none given)' : positionals.find((directory) => !existsSync(directory));
if (missing !== undefined) {
  console.error(
    `no such directory: ${missing}\nusage: node eval/main.ts <cases dir>... [--truth truth.jsonl]... [--out predictions.jsonl] [--without ${PARTS.join(',')}]`,
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

const truths = new Map(
  (values.truth ?? [])
    .flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as Truth)
    .map((truth) => [truth.id, truth]),
);
const lines: string[] = [];
for (const directory of positionals) evaluate(directory);
if (values.out) writeFileSync(values.out, `${lines.join('\n')}\n`);

/** Diagnoses the cases of one source and prints its metrics. */
function evaluate(directory: string): void {
  const cases = readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, 'resources.json')))
    .sort();
  if (cases.length === 0) {
    console.error(`${directory} contains no cases (folders with a resources.json)`);
    process.exit(2);
  }
  const judged = cases.flatMap((id) => evaluateCase(id, filesBelow(join(directory, id))) ?? []);
  console.log(`${directory}: ${cases.length} cases`);
  if (judged.length > 0) console.log(metricsTable(judged));
  if (values.thin) thin(directory, cases);
}

/** Diagnoses every case without each kind in turn and prints the wrong causes that are called confirmed. */
function thin(directory: string, cases: readonly string[]): void {
  let [runs, confirmed, wrong] = [0, 0, 0];
  for (const id of cases) {
    const truth = truths.get(id);
    const files = filesBelow(join(directory, id));
    const { snapshot, window } = readDump(files, without as DumpPart[]);
    const namespace = String(JSON.parse(files.get('case.json') ?? '{}').namespace ?? '');
    for (const kind of truth ? new Set(snapshot.resources.map((one) => String(one.kind))) : []) {
      const read = snapshot.read && { ...snapshot.read, kinds: snapshot.read.kinds.filter((one) => one !== kind) };
      const resources = snapshot.resources.filter((one) => one.kind !== kind);
      const diagnosis = diagnose({ ...snapshot, resources, ...(read && { read }) }, window);
      const [first] = diagnosis.causes;
      runs++;
      if (first?.tier !== 'confirmed') continue;
      confirmed++;
      // The whole snapshot says what rolls up to what: the judge knows the cluster.
      if (judge(truth!, diagnosis, new Rollup(snapshot.resources, namespace), namespace, 0).right1) continue;
      wrong++;
      console.log(
        `${id} without ${kind}: ${first.confidence} ${first.code} ${first.object.kind}/${first.object.name}: ${first.summary.slice(0, 160)}`,
      );
    }
  }
  console.log(`without one kind each: ${runs} diagnoses, ${confirmed} confirmed, of which ${wrong} are wrong`);
}

function evaluateCase(id: string, files: Map<string, string>): Judged | undefined {
  const { snapshot, window, problems } = readDump(files, without as DumpPart[]);
  for (const problem of problems) console.error(`${id}: ${problem}`);
  const began = performance.now();
  const diagnosis = diagnose(snapshot, window);
  const ms = Math.round(performance.now() - began);
  const truth = truths.get(id);
  const namespace = String(JSON.parse(files.get('case.json') ?? '{}').namespace ?? '');
  const chain = truth?.chain && scoreChain(diagnosis.chain, truth.chain, snapshot, window);
  const judged = truth && { ...judge(truth, diagnosis, new Rollup(snapshot.resources, namespace), namespace, ms), ...(chain && { chain }) };
  const causes = diagnosis.causes.map(({ code, object, confidence, tier }) => ({ cause: code, object, confidence, tier }));
  lines.push(JSON.stringify({ id, causes, no_incident: diagnosis.verdict === 'no_incident', ms }));
  if (values.show) {
    const verdict = judged ? (judged.right1 ? 'right' : 'WRONG') : '';
    const wanted = truth?.no_incident ? 'no incident' : `${truth?.accepted} ${JSON.stringify(truth?.object)}`;
    console.log(`${id} ${verdict} ${diagnosis.verdict}${truth ? `, wanted ${wanted}` : ''}`);
    console.log(`   signs: ${diagnosis.symptoms.map(({ object, what }) => `${object.name}:${what}`).join(' ')}`);
    for (const cause of diagnosis.causes.slice(0, 4))
      console.log(`   ${cause.confidence} ${cause.code} ${cause.object.kind}/${cause.object.name}: ${cause.summary.slice(0, 220)}`);
  }
  return judged;
}
