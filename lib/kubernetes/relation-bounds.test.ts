import { describe, expect, it } from 'vitest';
import { kubernetesObject } from '#lib/graph/testing/cluster.ts';
import type { Member } from './members.ts';
import type { KubernetesObject } from './object.ts';
import { MAX_ENDED, MAX_REFERENCES, MAX_REFERRING, MAX_SELECTING } from './relation-bounds.ts';
import { RelationIndex } from './relations.ts';
import { selects } from './selectors.ts';

const pod = (name: string, labels: Record<string, string>) => kubernetesObject('Pod', name, { metadata: { labels } });
const service = (name: string, selector: Record<string, string>) => kubernetesObject('Service', name, { spec: { selector } });
const key = (object: KubernetesObject) => `prod/${object.metadata.uid}`;

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('the relations of one cluster', () => {
  it.each(['Services first', 'pods first'])(
    'grow with its objects, not with their square: 3,500 Services that select 500 pods (%s)',
    (order) => {
      const index = new RelationIndex();
      const services = Array.from({ length: 3_500 }, (_, i) => service(`s${i}`, { app: 'web' }));
      const pods = Array.from({ length: 500 }, (_, i) => pod(`p${i}`, { app: 'web' }));
      for (const object of order === 'pods first' ? [...pods, ...services] : [...services, ...pods]) index.put('prod', object, 1);
      expect(index.links).toBe(500 * MAX_SELECTING);
      expect(index.member(key(services[0]!))!.pods.selected).toBe(500);
      const late = index.member(key(services[3_499]!))!;
      expect([late.pods.selected, index.selectsAny(late)], 'one that came late selects pods but is related to none').toEqual([0, true]);
    },
  );

  it('include a Service also where policies without number select the same pods', () => {
    const index = new RelationIndex();
    for (let i = 0; i < 200; i++) index.put('prod', kubernetesObject('NetworkPolicy', `n${i}`, { spec: { podSelector: {} } }), 1);
    index.put('prod', service('web', { app: 'web' }), 1);
    index.put('prod', pod('p', { app: 'web' }), 1);
    expect(index.member(key(service('web', {})))!.pods.selected).toBe(1);
  });

  it('let another Service in once one of fifty is gone and the other changes', () => {
    const index = new RelationIndex();
    const services = Array.from({ length: MAX_SELECTING + 1 }, (_, i) => service(`s${i}`, { app: 'web' }));
    for (const object of [pod('p', { app: 'web' }), ...services]) index.put('prod', object, 1);
    index.remove(key(services[0]!), 2);
    expect(index.put('prod', services[MAX_SELECTING]!, 3).changes.begun).toHaveLength(1);
    expect(index.links).toBe(MAX_SELECTING);
  });

  it('to an object that very many refer to are bounded, also when it goes and comes again', () => {
    const index = new RelationIndex();
    const account = kubernetesObject('ServiceAccount', 'shared');
    const users = MAX_REFERRING + 100;
    for (let i = 0; i < users; i++) index.put('prod', kubernetesObject('Pod', `p${i}`, { spec: { serviceAccountName: 'shared' } }), 1);
    expect(index.put('prod', account, 2).changes.begun).toHaveLength(MAX_REFERRING);
    expect(index.remove(key(account), 3).missing.size).toBe(MAX_REFERRING);
    expect(index.links).toBe(0);
    expect(index.put('prod', account, 4).changes.begun).toHaveLength(MAX_REFERRING);
  });

  it('of an object that refers to very many are bounded, and it weighs more', () => {
    const index = new RelationIndex();
    const containers = [
      { name: 'a', envFrom: Array.from({ length: MAX_REFERENCES + 100 }, (_, i) => ({ configMapRef: { name: `c${i}` } })) },
    ];
    for (let i = 0; i < MAX_REFERENCES + 100; i++) index.put('prod', kubernetesObject('ConfigMap', `c${i}`), 1);
    const before = index.weight;
    expect(index.put('prod', kubernetesObject('Pod', 'greedy', { spec: { containers } }), 2).changes.begun).toHaveLength(MAX_REFERENCES);
    expect(index.weight - before).toBe(11);
    index.remove('prod/pod-shop-greedy', 3);
    expect(index.weight).toBe(before);
  });

  it('do not come from selectors and labels that Kubernetes would not allow, or of very many terms', () => {
    const index = new RelationIndex();
    const labels = { app: 'web', long: 'x'.repeat(64), ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`l${i}`, 'x'])) };
    index.put('prod', pod('p', labels), 1);
    expect(Object.keys(index.member('prod/pod-shop-p')!.labels)).toHaveLength(100);
    index.put('prod', service('long', { long: 'x'.repeat(64) }), 1);
    const values = Array.from({ length: 101 }, (_, i) => `v${i}`);
    const selector = { matchExpressions: [{ key: 'app', operator: 'NotIn', values }] };
    index.put('prod', kubernetesObject('PodDisruptionBudget', 'wide', { spec: { selector } }), 1);
    expect(index.links).toBe(0);
  });

  it('that have ended are remembered up to a number', () => {
    const index = new RelationIndex();
    for (let i = 0; i < MAX_SELECTING; i++) index.put('prod', service(`s${i}`, { app: 'web' }), 1);
    const pods = MAX_ENDED / MAX_SELECTING + 1;
    for (let i = 0; i < pods; i++) {
      index.put('prod', pod(`p${i}`, { app: 'web' }), 1);
      index.put('prod', pod(`p${i}`, { app: 'other' }), 2);
    }
    const again = (name: string) => index.put('prod', pod(name, { app: 'web' }), 3).changes.begun.flatMap(({ past }) => past);
    expect(again('p0'), 'forgotten').toEqual([]);
    expect(again(`p${pods - 1}`)).toHaveLength(MAX_SELECTING);
  });
});

it('the counts of a Service are those of its pods after any changes in any order', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = randomOf(seed);
    const index = new RelationIndex();
    const ready = new Map<string, boolean>();
    const live = new Map<string, Member>();
    for (let step = 0; step < 200; step++) {
      const [name, app] = [`o${random(12)}`, `app-${random(3)}`];
      const isPod = Number(name.slice(1)) < 7;
      const object = isPod ? pod(name, { app }) : service(name, { app });
      if (random(4) === 0) {
        index.remove(key(object), step);
        live.delete(key(object));
        ready.delete(key(object));
        continue;
      }
      const { member } = index.put('prod', object, step);
      live.set(member.key, member);
      if (!isPod) continue;
      ready.set(member.key, random(2) === 0);
      index.noteReady(member, ready.get(member.key)!);
    }
    const pods = [...live.values()].filter(({ kind }) => kind === 'Pod');
    let links = 0;
    for (const one of [...live.values()].filter(({ kind }) => kind === 'Service')) {
      const selected = pods.filter(({ labels }) => selects(one.selection!.selector, labels));
      const counts = { selected: selected.length, ready: selected.filter((each) => ready.get(each.key)).length };
      expect([seed, one.name, one.pods]).toEqual([seed, one.name, counts]);
      links += selected.length;
    }
    expect(index.links).toBe(links);
  }
});
