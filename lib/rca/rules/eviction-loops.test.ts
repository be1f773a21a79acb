import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnose.ts';
import { deployment, event, snapshotOf, WINDOW } from '../testing/snapshots.ts';

const cart = deployment('cart', { replicas: 2 });
const bound = deployment('cart', { replicas: 2, podSpec: { nodeName: 'node-a' } });
const set = cart.find(({ kind }) => kind === 'ReplicaSet')!.metadata.name as string;

/** Events about pods of cart that are gone, so many minutes ago each. */
const about = (minutes: number[], reason: string, message: string) =>
  minutes.map((age, i) =>
    event({ kind: 'Pod', namespace: 'shop', name: `${set}-${String.fromCharCode(97 + i).repeat(5)}` }, reason, message, { minutes: age }),
  );
const evicted = (...minutes: number[]) => about(minutes, 'RemoveDuplicates', 'pod evicted from node-a node by sigs.k8s.io/descheduler');
const firstOf = (events: object[], resources = cart) => diagnose(snapshotOf(resources, { events }), WINDOW).causes[0];

describe('a workload whose pods run, but are taken away and replaced again and again', () => {
  it('is in conflict with the descheduler', () => {
    expect(firstOf(evicted(9, 7, 5, 3, 1))).toMatchObject({ code: 'controller.conflict', object: { kind: 'Deployment', name: 'cart' } });
  });

  it('is in conflict with a taint, where its pods are bound to the node past the scheduler', () => {
    const events = [
      ...about([4, 3, 2, 1], 'TaintManagerEviction', 'Marking for deletion Pod shop/cart'),
      ...about([4, 3, 2, 1], 'TaintToleration', 'Predicate TaintToleration failed'),
    ];
    const cause = firstOf(events, bound);
    expect(cause).toMatchObject({ code: 'controller.conflict', summary: expect.stringContaining('refused by the node') });
    expect(cause?.remedies[0]?.text).toContain('nodeName');
    expect(firstOf(events.toReversed(), bound)).toEqual(cause);
  });

  it.each([
    ['each replica was taken away once', evicted(4, 3)],
    ['it is over', evicted(14, 13, 12, 11, 10)],
    ['it took longer than a loop', evicted(55, 45, 35, 25, 1)],
    ['the evictions were called off', about([4, 3, 2, 1], 'TaintManagerEviction', 'Cancelling deletion of Pod shop/cart')],
  ])('but not when %s', (_, events) => {
    expect(diagnose(snapshotOf(cart, { events }), WINDOW).verdict).toBe('no_incident');
  });
});
