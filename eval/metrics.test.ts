import { describe, expect, it } from 'vitest';
import type { Diagnosis, RankedCause } from '#lib/rca/types.ts';
import { calibration, judge, metricsTable, type Truth } from './metrics.ts';
import { Rollup } from './rollup.ts';

const rollup = new Rollup([], 'shop');
const cause = (code: string, name: string, namespace = 'shop') =>
  ({ code, object: { kind: 'App', namespace, name }, confidence: 0.9, tier: 'confirmed' }) as RankedCause;
const answer = (...causes: RankedCause[]) => ({ verdict: causes.length ? 'incident' : 'no_incident', causes }) as Diagnosis;
const truth: Truth = { id: '1', category: 'runtime', object: 'app/cart', accepted: ['app.crash', 'oom.limit_too_low'] };
const of = (diagnosis: Diagnosis, about = truth) => judge(about, diagnosis, rollup, 'shop', 5);

describe('judging an answer', () => {
  it('requires the object and the code to be right, and counts by rank', () => {
    expect(of(answer(cause('app.crash', 'cart')))).toMatchObject({ right1: true, right3: true, object1: true, reciprocal: 1 });
    expect(of(answer(cause('dns.server_down', 'cart'), cause('app.crash', 'mail'), cause('oom.limit_too_low', 'cart')))).toMatchObject({
      right1: false,
      right3: true,
      object1: true,
      reciprocal: 1 / 3,
    });
  });

  it('treats an object in another namespace as wrong, and no answer as a miss unless nothing was wrong', () => {
    expect(of(answer(cause('app.crash', 'cart', 'other')))).toMatchObject({ right1: false, object1: false });
    expect(of(answer())).toMatchObject({ right1: false, confidence: undefined });
    expect(of(answer(), { id: '2', no_incident: true })).toMatchObject({ negative: true, right1: true });
    expect(of(answer(cause('app.crash', 'cart')), { id: '2', no_incident: true })).toMatchObject({ negative: true, right1: false });
  });

  it('accepts the other namespaces that a case names', () => {
    const elsewhere = answer(cause('app.crash', 'cart', 'istio-system'));
    expect(of(elsewhere, { ...truth, namespaces: ['istio-system'] })).toMatchObject({ right1: true });
    expect(of(elsewhere, { ...truth, any_namespace: true })).toMatchObject({ right1: true });
    expect(of(elsewhere, { ...truth, namespaces: ['kube-system'] })).toMatchObject({ right1: false });
  });

  it('accepts an object that is given as a reference', () => {
    const object = { kind: 'Subscription', namespace: 'shop', name: 'etcd' };
    expect(of(answer({ ...cause('app.crash', ''), object }), { ...truth, object })).toMatchObject({ right1: true });
  });

  it('counts each scenario once in the mean over groups', () => {
    const about = (id: string, group: string) => ({ ...truth, id, group });
    const right = answer(cause('app.crash', 'cart'));
    const table = metricsTable([of(right, about('1', 'a')), of(right, about('2', 'a')), of(answer(), about('3', 'b'))]);
    expect(table).toMatch(/^all +3 +0\.667/m);
    expect(table).toMatch(/^mean over groups +2 +0\.500/m);
  });

  it('measures how far the confidence is from the share of right answers', () => {
    const answers = [0.9, 0.9, 0.9, 0.9].map((confidence, i) => ({ confidence, right1: i < 2 }));
    expect(calibration(answers).error).toBeCloseTo(0.4);
    expect(calibration(answers).brier).toBeCloseTo(0.41);
    expect(calibration([])).toEqual({ n: 0, error: 0, brier: 0 });
  });

  it('prints a table by category and in total', () => {
    const table = metricsTable([of(answer(cause('app.crash', 'cart'))), of(answer()), of(answer(), { id: '2', no_incident: true })]);
    expect(table).toMatch(/^runtime +2 +0\.500 +0\.500 +0\.500 +0\.500$/m);
    expect(table).toMatch(/^negatives: 1 of 1 answered with no incident$/m);
    expect(table).toMatch(/first cause right by tier: confirmed 1 of 1, likely 0 of 0/);
  });
});
