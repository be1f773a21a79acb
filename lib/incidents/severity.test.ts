import { describe, expect, it } from 'vitest';
import type { BlastRadius, Diagnosis } from '#lib/rca/types.ts';
import { severityOf } from './severity.ts';

type Impact = BlastRadius['affected'][number]['impact'];
const diagnosis = (affected: [string, Impact][], symptoms: string[] = []): Diagnosis => ({
  ...{ verdict: 'incident', reason: '', causes: [], chain: [], timeline: [], gaps: [] },
  symptoms: symptoms.map((kind) => ({ object: { kind, name: 'x' }, what: '', message: '' })),
  blastRadius: {
    affected: affected.map(([kind, impact]) => ({ object: { kind, name: 'x' }, impact, hops: 1, via: null })),
    counts: { workloads: 0, pods: 0, services: 0, namespaces: 0 },
  },
});

describe('the severity of an incident', () => {
  it.each<[string, Diagnosis]>([
    [
      'critical',
      diagnosis([
        ['Deployment', 'failing'],
        ['Service', 'failing'],
      ]),
    ],
    ['critical', diagnosis([], ['Node'])],
    [
      'major',
      diagnosis([
        ['Deployment', 'failing'],
        ['Service', 'at-risk'],
      ]),
    ],
    ['major', diagnosis([], ['Pod'])],
    ['minor', diagnosis([['CronJob', 'failing']], ['Job'])],
    ['minor', diagnosis([['Deployment', 'degraded']])],
  ])('is %s', (expected, one) => expect(severityOf(one)).toBe(expected));
});
