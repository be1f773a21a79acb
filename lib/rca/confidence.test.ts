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
  it.each(PROOFS)('proven by %s never falls as the cause gets stronger, and is between 0 and 1', (proof) => {
    const confidences = [-0.5, ...steps, 1.2].map((score) => alone(ranked(proof, score)));
    expect(confidences).toEqual(confidences.toSorted((a, b) => a - b));
    expect(confidences.every((one) => one > 0 && one < 1)).toBe(true);
  });

  it.each(PROOFS)('proven by %s falls with each missing input', (proof) => {
    const one = ranked(proof, 0.9);
    const confidences = [0, 1, 2, 3].map((gaps) => alone(one, gaps));
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
    expect(new Set(confidences).size).toBe(4);
  });

  it.each<[Proof, string[]]>([
    ['state', ['confirmed', 'likely', 'possible']],
    ['event', ['confirmed', 'likely', 'possible']],
    ['log', ['likely', 'possible']],
    ['change', ['likely', 'possible']],
    ['pattern', ['possible']],
  ])('proven by %s has a tier that this proof allows', (proof, tiers) => {
    for (const score of steps) for (const gaps of [0, 1, 2, 3]) expect(tiers).toContain(tierOf(alone(ranked(proof, score), gaps), proof));
  });

  it('falls if another cause explains as much, and then neither is confirmed', () => {
    const [one, other] = [ranked('state', 0.9), ranked('state', 0.89)];
    const confidence = confidenceOf(one, [one, other], 0);
    expect(confidence).toBeLessThan(alone(one));
    expect(tierOf(confidence, 'state')).toBe('likely');
    expect(confidenceOf(other, [one, other], 0)).toBeLessThanOrEqual(confidence);
  });

  it('is at most possible if a deeper cause explains it', () => {
    expect(tierOf(alone(ranked('state', 0.96, ranked('state', 0.9).candidate)), 'state')).toBe('possible');
  });

  it.each(Object.entries(CASES))('is never higher without logs and events: %s', (_, { snapshot, code }) => {
    const confidence = (logs: boolean, events: boolean) => {
      const part = { ...snapshot, logs: logs ? snapshot.logs : [], events: events ? snapshot.events : [] };
      return diagnose(part, WINDOW).causes.find((one) => one.code === code)?.confidence ?? 0;
    };
    expect(confidence(false, false)).toBeLessThanOrEqual(confidence(true, true));
  });
});
