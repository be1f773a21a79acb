/**
 * `npm run fuzz [-- --inputs 100000 --seed N]`: sends mutated requests to ingest, to every operation of the REST API and to the rest of
 * the portal, and prints what must not happen: a crash, an answer of 500, a record that is not accounted for. `--only N` repeats the
 * input with this number.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openProduct } from '../../e2e/opened-product.ts';
import { fuzz } from './fuzz.ts';

const SHOWN = 100;
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { inputs: text, seed: text, only: text } });
const inputs = numberOf('inputs', values.inputs, 100_000);
const seed = numberOf('seed', values.seed, randomInt(1_000_000));
const only = values.only === undefined ? undefined : numberOf('only', values.only, 0);

console.log(`${inputs} inputs with the seed ${seed}`);
const product = await openProduct();
const began = performance.now();
let failed = true;
try {
  const { failures, ...figures } = await fuzz(product, { inputs, seed, ...(only !== undefined && { only }) });
  for (const one of failures.slice(0, SHOWN)) console.log(one);
  failed = failures.length > 0;
  console.log(JSON.stringify({ seed, ...figures, failures: failures.length, seconds: Math.round((performance.now() - began) / 1000) }));
} finally {
  await product.end();
}
process.exit(failed ? 1 : 0);

function numberOf(name: string, value: string | undefined, otherwise: number): number {
  const number = value === undefined ? otherwise : Number(value);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`--${name}: ${value} is not a whole number.`);
  process.exit(1);
}
