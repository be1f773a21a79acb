import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnose.ts';
import { deployment, event, pod, snapshotOf, unschedulable, WINDOW } from '../testing/snapshots.ts';

const FULL =
  '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
const web = deployment('web', { ...unschedulable(FULL), podSpec: { priority: 0 } });
const batch = deployment('batch', { podSpec: { priority: 1000, priorityClassName: 'urgent' } });
const taker = batch.find(({ kind }) => kind === 'Pod')!;
/** The pod that was removed: another one of the same ReplicaSet, which is gone. */
const victim = { kind: 'Pod', namespace: 'shop', name: 'web-7d9c5b6f4-gone1' };

function answer(message: string, minutes = 2) {
  const events = [event(victim, 'Preempted', message, { type: 'Normal', minutes })];
  const [first] = diagnose(snapshotOf([...web, ...batch], { events }), WINDOW).causes;
  return first!;
}

describe('pods that had to make room for pods of higher priority', () => {
  it.each([
    ['by its uid (since Kubernetes 1.27)', `Preempted by pod ${taker.metadata.uid} on node node-a`],
    ['by its name (to 1.25)', `Preempted by shop/${pod('batch').name} on node node-a`],
  ])('name the workload of the pod that the event names %s, with both priorities', (_, message) => {
    const { code, object, title, summary, evidenceFor, remedies } = answer(message);
    expect(`${code} ${object.name}`).toBe('scheduling.insufficient_cpu web');
    expect(title).toBe('Displaced by pods of higher priority: Deployment web');
    expect(summary).toContain('had to make room for Deployment shop/batch');
    const texts = evidenceFor.map(({ text }) => text);
    expect(texts).toContain('Pod shop/web-7d9c5b6f4-gone1 was removed from node node-a to make room for Deployment shop/batch');
    expect(texts).toContain(`Pod shop/${pod('batch').name} has the priority 1000, the pods of Deployment shop/web have 0`);
    expect(remedies[0]).toMatchObject({ command: 'kubectl describe deployment batch -n shop' });
  });

  it.each([
    ['does not name the pod (1.26)', 'Preempted by a pod on node node-a'],
    ['names a pod that is gone', 'Preempted by pod 00000000-0000-0000-0000-000000000000 on node node-a'],
  ])('say that it was some pod of higher priority where the event %s', (_, message) => {
    const { summary, remedies } = answer(message);
    expect(summary).toContain('had to make room for a pod of higher priority');
    expect(remedies[0]?.command).toBeUndefined();
  });

  it('are no such pods where the preemption was long ago, or the text is another', () => {
    const plain = 'No node can run the pods of Deployment shop/web';
    expect(answer(`Preempted by pod ${taker.metadata.uid} on node node-a`, 90).summary).toContain(plain);
    expect(answer('Preempted').summary).toContain(plain);
  });
});
