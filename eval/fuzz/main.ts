/**
 * `npm run fuzz [-- --inputs 100000 --seed N]`: sends mutated requests to ingest, to every operation of the REST API and to the rest of
 * the portal, and prints what must not happen as soon as it does: a crash, an answer of 500, a record that is not accounted for. Shows
 * its progress every ten seconds. `--only N` repeats the input with this number.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openProduct } from '../../e2e/opened-product.ts';
import { type Findings, fuzz } from './fuzz.ts';

const SHOWN = 100;
const PROGRESS_MS = 10_000;
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { inputs: text, seed: text, only: text } });
const inputs = numberOf('inputs', values.inputs, 100_000);
const seed = numberOf('seed', values.seed, randomInt(1_000_000));
const only = values.only === undefined ? undefined : numberOf('only', values.only, 0);

console.log(`${inputs} inputs with the seed ${seed}`);
const product = await openProduct();
const began = performance.now();
let failed = true;
let shown = 0;
let toldAt = began;
try {
  const { failures, ...figures } = await fuzz(product, { inputs, seed, progress, ...(only !== undefined && { only }) });
  showNew(failures);
  failed = failures.length > 0;
  console.log(JSON.stringify({ seed, ...figures, failures: failures.length, seconds: Math.round((performance.now() - began) / 1000) }));
} finally {
  await product.end();
}
process.exit(failed ? 1 : 0);

function progress({ inputs: done, failures }: Findings): void {
  showNew(failures);
  const now = performance.now();
  if (now - toldAt < PROGRESS_MS) return;
  toldAt = now;
  const perSecond = (done * 1_000) / (now - began);
  console.log(`${done} of ${inputs} inputs, ${Math.round(perSecond)} per second, ${failures.length} failures`);
}

function showNew(failures: readonly string[]): void {
  for (; shown < Math.min(failures.length, SHOWN); shown++) console.log(failures[shown]);
}

function numberOf(name: string, value: string | undefined, otherwise: number): number {
  const number = value === undefined ? otherwise : Number(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`--${name}: ${value} is not a whole number.`);
  process.exit(1);
}
