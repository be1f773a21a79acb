import { describe, expect, it } from 'vitest';
import { confidenceOf, tierOf } from './confidence.ts';
import { diagnose } from './index.ts';
import type { Ranked } from './rank.ts';
import type { Candidate, Proof } from './rule.ts';
import { CASES } from './testing/cases.ts';
import { WINDOW } from './testing/snapshots.ts';

const PROOFS: Proof[] = ['state', 'event', 'log', 'change', 'pattern'];

function ranked(proof: Proof, score: number, under?: Candidate): Ranked {
  const candidate: Candidate = {
    ...{ code: 'app.crash', object: { kind: 'Deployment', name: `${proof}-${score}` }, proof, own: true, summary: '' },
    ...{ evidenceFor: [], remedies: [], hits: [] },
  };
  return { candidate, score, under, reached: new Map(), explains: new Set() };
}

const alone = (one: Ranked, gaps = 0) => confidenceOf(one, [one], gaps);
const steps = Array.from({ length: 21 }, (_, at) => at / 20);

describe('the confidence of a cause', () => {
  it.each(PROOFS)('by %s never falls as the cause gets stronger, and is between 0 and 1', (proof) => {
    const told = [-0.5, ...steps, 1.2].map((score) => alone(ranked(proof, score)));
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.every((one) => one > 0 && one < 1)).toBe(true);
  });

  it.each(PROOFS)('by %s falls with each input that is missing', (proof) => {
    const one = ranked(proof, 0.9);
    const told = [0, 1, 2, 3].map((gaps) => alone(one, gaps));
    expect(told).toEqual(told.toSorted((a, b) => b - a));
    expect(new Set(told).size).toBe(4);
  });

  it.each<[Proof, string[]]>([
    ['state', ['confirmed', 'likely', 'possible']],
    ['event', ['confirmed', 'likely', 'possible']],
    ['log', ['likely', 'possible']],
    ['change', ['likely', 'possible']],
    ['pattern', ['possible']],
  ])('by %s has a tier that its proof allows', (proof, tiers) => {
    for (const score of steps) for (const gaps of [0, 1, 2, 3]) expect(tiers).toContain(tierOf(alone(ranked(proof, score), gaps)));
  });

  it('falls where another explains as much, and is confirmed for none of the two', () => {
    const [one, other] = [ranked('state', 0.9), ranked('state', 0.89)];
    const told = confidenceOf(one, [one, other], 0);
    expect(told).toBeLessThan(alone(one));
    expect(tierOf(told)).toBe('likely');
    expect(confidenceOf(other, [one, other], 0)).toBeLessThanOrEqual(told);
  });

  it('of what a deeper cause explains is no more than a possibility', () => {
    expect(tierOf(alone(ranked('state', 0.96, ranked('state', 0.9).candidate)))).toBe('possible');
  });

  it.each(Object.entries(CASES))('is never higher without logs and events: %s', (_, { snapshot, code }) => {
    const confidence = (logs: boolean, events: boolean) => {
      const part = { ...snapshot, logs: logs ? snapshot.logs : [], events: events ? snapshot.events : [] };
      return diagnose(part, WINDOW).causes.find((one) => one.code === code)?.confidence ?? 0;
    };
    expect(confidence(false, false)).toBeLessThanOrEqual(confidence(true, true));
  });
});
