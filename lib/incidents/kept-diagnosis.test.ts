import { describe, expect, it } from 'vitest';
import type { ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Diagnosis, RankedCause } from '#lib/rca/types.ts';
import { isWeaker, withWhatWasKnown } from './kept-diagnosis.ts';

const SECRET = { kind: 'Secret', namespace: 'shop', name: 'key' };
const PAYMENT = { kind: 'Deployment', namespace: 'shop', name: 'payment' };
const NODE = { kind: 'Node', name: 'node-1' };

/** A diagnosis that blames an object, and says that it makes others fail. */
function blaming(object: ObjectRef, tier: RankedCause['tier'], confidence: number, reached: ObjectRef[] = [], code = 'a.code'): Diagnosis {
  const chain = reached.map((to) => ({ from: object, to, relation: null, mechanism: 'fails', text: '' }));
  const cause = {
    rank: 1,
    code,
    title: '',
    object,
    tier,
    confidence,
    summary: '',
    evidenceFor: [],
    evidenceAgainst: [],
    chain,
    remedies: [],
  };
  return {
    verdict: 'incident',
    reason: '',
    symptoms: [{ object: PAYMENT, what: 'NotReady', message: '' }],
    causes: [cause],
    chain,
    blastRadius: { affected: [], counts: { workloads: 1, pods: 1, services: 0, namespaces: 1 } },
    timeline: [],
    gaps: [],
  };
}
const known = blaming(SECRET, 'confirmed', 0.95, [PAYMENT]);

describe('the known diagnosis of an incident', () => {
  it.each([
    ['no cause', { ...known, causes: [] }],
    ['a less certain cause', blaming(NODE, 'likely', 0.8)],
    ['the same cause, less certain', blaming(SECRET, 'likely', 0.8, [PAYMENT])],
    ['what fails because of it, as certain', blaming(PAYMENT, 'confirmed', 0.98)],
    ['the same code elsewhere, as certain', blaming(NODE, 'confirmed', 0.95)],
    ['another cause of the same tier that is less probable', blaming(NODE, 'confirmed', 0.92)],
  ])('is kept against %s', (_, now) => expect(isWeaker(now, known)).toBe(true));

  it('is kept against one that says of the same object that it is down, but not why', () => {
    const full = blaming(PAYMENT, 'likely', 0.7, [], 'storage.volume_full');
    expect(isWeaker(blaming(PAYMENT, 'likely', 0.8, [], 'dependency.unavailable'), full)).toBe(true);
    expect(isWeaker(full, blaming(PAYMENT, 'likely', 0.8, [], 'dependency.unavailable'))).toBe(false);
  });

  it.each([
    ['the same cause', blaming(SECRET, 'confirmed', 0.9, [PAYMENT]), known],
    ['a deeper cause that is likely', blaming(NODE, 'likely', 0.7, [SECRET, PAYMENT]), known],
    ['another cause that is as certain', blaming(NODE, 'confirmed', 0.95, [], 'b.code'), known],
    ['what fails because of it, if it is more certain', blaming(PAYMENT, 'confirmed', 0.95), blaming(SECRET, 'likely', 0.8, [PAYMENT])],
    ['any cause, if none is known', blaming(NODE, 'possible', 0.3), { ...known, causes: [] }],
  ])('gives way to %s', (_, now, before) => expect(isWeaker(now, before)).toBe(false));

  it('keeps its earlier onset, and the change that began it, when the evidence of both is gone', () => {
    const culprit = { changeId: 'c', object: SECRET, op: 'deleted' as const, at: 1_000, fields: [], beforeMs: 4_000, text: 'deleted' };
    const before = { ...known, onset: { at: 5_000, wasWell: true }, culprit };
    const after = withWhatWasKnown({ ...known, onset: { at: 60_000 } }, before);
    expect(after).toMatchObject({ onset: { at: 5_000, wasWell: true }, culprit: { changeId: 'c' } });
    expect(after.causes[0]?.evidenceFor).toMatchObject([{ text: 'deleted', source: { type: 'change', changeId: 'c' } }]);
    expect(withWhatWasKnown({ ...blaming(NODE, 'confirmed', 0.98), onset: { at: 3_000 } }, before)).toMatchObject({ onset: { at: 3_000 } });
    expect(withWhatWasKnown(blaming(NODE, 'confirmed', 0.98), before)).not.toHaveProperty('culprit');
  });
});
