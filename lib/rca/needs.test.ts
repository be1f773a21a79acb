import { describe, expect, it } from 'vitest';
import { diagnose } from './diagnose.ts';
import { CASES } from './testing/cases.ts';
import { deployment, service, snapshotOf, unschedulable, WINDOW } from './testing/snapshots.ts';

describe('a kind that was not read', () => {
  it('leaves the scheduler unchecked: without Nodes its words prove nothing for certain, and the answer says so', () => {
    const pending = deployment('cart', unschedulable('0/1 nodes are available: 1 node(s) were unschedulable.'));
    const [first] = diagnose(snapshotOf(pending), WINDOW).causes;
    expect([first?.code, first?.tier]).toEqual(['scheduling.nodes_cordoned', 'likely']);
    expect(first?.evidenceAgainst.map(({ text }) => text)).toContain('No Node was read, so another cause cannot be ruled out');
  });

  it('never makes a wrong cause Confirmed, whichever kind of a simulated fault it is', () => {
    const wrong = Object.entries(CASES).flatMap(([name, { snapshot, code }]) => {
      const kinds = [...new Set(snapshot.resources.map((one) => String(one.kind)))];
      return kinds.flatMap((kind) => {
        const resources = snapshot.resources.filter((one) => one.kind !== kind);
        const [first] = diagnose({ ...snapshot, resources }, WINDOW).causes;
        return first?.tier === 'confirmed' && first.code !== code ? [`${name} without ${kind}: ${first.code}`] : [];
      });
    });
    expect(wrong).toEqual([]);
  });

  it('leaves open why pods are not created: without events no refusal is certain', () => {
    const [workload, set] = deployment('cart', { ready: false });
    Object.assign(workload!.status, { replicas: 0, conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }] });
    const { causes } = diagnose(snapshotOf([workload!, set!]), WINDOW);
    expect(causes.map(({ code, tier }) => [code, tier])).toEqual([['admission.denied', 'possible']]);
  });

  it('says nothing about a Service that may exist', () => {
    const calls = [...deployment('web', { env: [{ name: 'CART', value: 'http://cart:8080' }] }), service('web')];
    const without = calls.filter(({ kind }) => kind !== 'Service');
    expect(diagnose(snapshotOf(without), WINDOW).causes.filter(({ tier }) => tier === 'confirmed')).toEqual([]);
  });
});
