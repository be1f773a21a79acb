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

  it('holds nothing back that has lasted long enough by its own evidence, as what shows only after a time of grace', () => {
    const since = (at: number) => ({ ...failing('cart'), onset: { at } });
    expect(holdDown(new Map(), [since(NOW - OPEN_AFTER_MS)], NOW).settled).toHaveLength(1);
    expect(holdDown(new Map(), [since(NOW - OPEN_AFTER_MS + 1)], NOW)).toMatchObject({ settled: [], waiting: true });
  });

  it('holds back what began long ago but is seen only now: the cluster may not be wholly known yet', () => {
    expect(holdDown(new Map(), [{ ...failing('cart'), onset: { at: NOW - 600_000 } }], NOW)).toMatchObject({ settled: [], waiting: true });
  });

  it('dates a problem to when it was first seen, if its evidence reaches less far back', () => {
    const { seen } = holdDown(new Map(), [failing('cart')], NOW);
    const later = { ...failing('cart'), onset: { at: NOW + 8_000, wasWell: true } };
    expect(holdDown(seen, [later], NOW + 10_000).settled).toMatchObject([{ onset: { at: NOW, wasWell: true } }]);
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
