import { describe, expect, it } from 'vitest';
import { pictureOf } from './picture.ts';
import type { CausalEdge, Cause, Diagnosis } from './words.ts';

const object = (kind: string, name: string) => ({ kind, namespace: 'shop', name });
const [SECRET, WEB, SERVICE, INGRESS] = [
  object('Secret', 'db'),
  object('Deployment', 'web'),
  object('Service', 'web'),
  object('Ingress', 'web'),
];
const edge = (from: CausalEdge['from'], to: CausalEdge['to'], mechanism = 'breaks'): CausalEdge => ({
  from,
  to,
  relation: null,
  mechanism,
  text: '',
});
const affected = (one: CausalEdge['from'], impact: 'failing' | 'degraded' | 'at-risk', from: CausalEdge['from']) => ({
  ...{ object: one, impact, hops: 1 },
  via: { from, relation: null, mechanism: 'no endpoints' },
});
const diagnosis = (more: Partial<Diagnosis>): Diagnosis => ({
  ...{ verdict: 'incident', reason: '', symptoms: [], causes: [], chain: [], timeline: [], gaps: [] },
  blastRadius: { affected: [], counts: { workloads: 0, pods: 0, services: 0, namespaces: 0 } },
  ...more,
});
const blast = (list: Diagnosis['blastRadius']['affected']) => ({
  affected: list,
  counts: { workloads: 0, pods: 0, services: 0, namespaces: 0 },
});
const cause = (one: CausalEdge['from']): Cause => ({
  ...{ rank: 1, code: 'c', title: '', object: one, tier: 'confirmed' as const, confidence: 1, summary: '' },
  ...{ evidenceFor: [], evidenceAgainst: [], chain: [], remedies: [] },
});
const names = ({ columns }: ReturnType<typeof pictureOf>) => columns.map(({ nodes }) => nodes.map(({ id }) => id));

describe('the picture of an incident', () => {
  it('goes from the cause over what fails to what that affects, and leaves out what is at risk only', () => {
    const picture = pictureOf(
      diagnosis({
        causes: [cause(SECRET)],
        symptoms: [{ object: WEB, what: 'CrashLoopBackOff', message: '' }],
        chain: [edge(SECRET, WEB, 'environment')],
        blastRadius: blast([affected(SERVICE, 'failing', WEB), affected(INGRESS, 'at-risk', SERVICE)]),
      }),
    );
    expect(names(picture)).toEqual([['Secret shop/db'], ['Deployment shop/web'], ['Service shop/web']]);
    expect(picture.columns[1]?.nodes[0]).toMatchObject({ role: 'failing', what: 'CrashLoopBackOff' });
    expect(picture.steps).toEqual([
      { from: 'Secret shop/db', to: 'Deployment shop/web', mechanism: 'environment' },
      { from: 'Deployment shop/web', to: 'Service shop/web', mechanism: 'no endpoints' },
    ]);
  });

  it('puts what lies further than the last column into it, the worst first, and says how many are not shown', () => {
    const many = Array.from({ length: 6 }, (_, i) => affected(object('Service', `s${i}`), i === 5 ? 'failing' : 'degraded', WEB));
    const picture = pictureOf(diagnosis({ causes: [cause(SECRET)], chain: [edge(SECRET, WEB)], blastRadius: blast(many) }));
    expect(picture.columns[2]).toMatchObject({ omitted: 2 });
    expect(picture.columns[2]?.nodes.map(({ id }) => id)[0]).toBe('Service shop/s5');
    const long = diagnosis({ causes: [cause(SECRET)], chain: [edge(SECRET, WEB), edge(WEB, SERVICE), edge(SERVICE, INGRESS)] });
    expect(names(pictureOf(long))[2]).toEqual(['Service shop/web', 'Ingress shop/web']);
  });

  it('is of what fails alone while no cause is known, and ends where a failure comes back to itself', () => {
    expect(names(pictureOf(diagnosis({ symptoms: [{ object: WEB, what: 'Unready', message: '' }] })))).toEqual([['Deployment shop/web']]);
    const circle = diagnosis({ causes: [cause(WEB)], chain: [edge(WEB, SERVICE), edge(SERVICE, WEB)] });
    expect(names(pictureOf(circle))).toEqual([['Deployment shop/web'], ['Service shop/web']]);
  });
});
