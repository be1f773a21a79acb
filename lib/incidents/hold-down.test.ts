import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '#lib/rca/types.ts';
import { holdDown, OPEN_AFTER_MS } from './hold-down.ts';

const NOW = 1_000_000;
const failing = (...names: string[]) =>
  ({
    symptoms: names.map((name) => ({ object: { kind: 'Deployment', namespace: 'shop', name }, what: 'x', message: '' })),
  }) as unknown as Diagnosis;

describe('holdDown', () => {
  it('holds a new problem back, and lets it through once it has lasted long enough', () => {
    const first = holdDown(new Map(), [failing('cart')], NOW);
    expect([first.settled, first.waiting]).toEqual([[], true]);
    expect(holdDown(first.seen, [failing('cart')], NOW + OPEN_AFTER_MS - 1).settled).toEqual([]);
    expect(holdDown(first.seen, [failing('cart')], NOW + OPEN_AFTER_MS)).toMatchObject({ settled: [failing('cart')], waiting: false });
  });

  it('starts anew when the problem was gone in between', () => {
    const first = holdDown(new Map(), [failing('cart')], NOW);
    const well = holdDown(first.seen, [], NOW + 1_000);
    const again = holdDown(well.seen, [failing('cart')], NOW + OPEN_AFTER_MS);
    expect(again.settled).toEqual([]);
  });

  it('does not wait again when a lasting problem affects further objects', () => {
    const first = holdDown(new Map(), [failing('cart')], NOW);
    expect(holdDown(first.seen, [failing('cart', 'frontend')], NOW + OPEN_AFTER_MS).settled).toHaveLength(1);
  });
});
