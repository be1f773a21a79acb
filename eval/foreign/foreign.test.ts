import { describe, expect, it } from 'vitest';
import { diagnose } from '#lib/rca/index.ts';
import { snapshotOf, WINDOW } from '#lib/rca/testing/snapshots.ts';
import { judge } from '../metrics.ts';
import { Rollup } from '../rollup.ts';
import { FOREIGN_CASES } from './cases.ts';

describe('what operators reported in public', () => {
  it.each(FOREIGN_CASES.map((one) => [one.truth.id, one] as const))('%s', (_, { truth, resources = [], events = [], logs = [] }) => {
    const diagnosis = diagnose(snapshotOf(resources, { events, logs }), WINDOW);
    const first = diagnosis.causes.slice(0, 3).map(({ code, object, tier }) => `${code} ${object.kind}/${object.name} (${tier})`);
    const judged = judge(truth, diagnosis, new Rollup(resources, 'default'), 'default', 0);
    expect(judged.right1, `${diagnosis.verdict}: ${first.join(', ') || diagnosis.reason}`).toBe(true);
  });
});
