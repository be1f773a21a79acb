import { expect, it } from 'vitest';
import { openProduct } from '../../e2e/opened-product.ts';
import { fuzz } from './fuzz.ts';

const INPUTS = 5_000;
const SEED = 20_261_128;

it('mutated requests end in no crash and no 500, and every record is accepted, rejected or a duplicate', { timeout: 600_000 }, async () => {
  console.log(`fuzz: ${INPUTS} inputs with the seed ${SEED}; repeat one with: npm run fuzz -- --seed ${SEED} --only <number>`);
  const product = await openProduct();
  try {
    const { failures, inputs, records, byStatus } = await fuzz(product, { inputs: INPUTS, seed: SEED });
    expect(failures).toEqual([]);
    expect(inputs).toBe(INPUTS);
    // The inputs are worth something only while many get past the door.
    expect(records.accepted).toBeGreaterThan(1_000);
    expect(records.rejected).toBeGreaterThan(500);
    expect(byStatus[200]).toBeGreaterThan(INPUTS / 10);
    expect(byStatus[429] ?? 0).toBeLessThan(INPUTS / 100);
  } finally {
    await product.end();
  }
});
