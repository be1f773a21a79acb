import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnose.ts';
import { deployment, snapshotOf, WINDOW } from '../testing/snapshots.ts';

const cart = deployment('cart');
const crashing = deployment('mail', {
  ready: false,
  containerStatus: {
    restartCount: 9,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode: 1, reason: 'Error' } },
  },
});
const alert = (alertname: string, labels: Record<string, string>, more: object = {}) => ({
  status: 'firing',
  labels: { alertname, severity: 'critical', namespace: 'shop', ...labels },
  annotations: {},
  ...more,
});
const diagnosisOf = (alerts: object[], resources = cart) => diagnose(snapshotOf(resources, { alerts: alerts as never }), WINDOW);

describe('a firing alert', () => {
  it.each([
    ['its Deployment', { deployment: 'cart' }, 'Deployment/cart'],
    ['a pod of it', { pod: cart.find(({ kind }) => kind === 'Pod')!.metadata.name as string }, 'Deployment/cart'],
    ['nothing but the namespace', {}, 'Namespace/shop'],
    ['a pod that is gone', { pod: 'cart-7d9c5b6f4-zzzzz' }, 'Namespace/shop'],
  ])('never gets the answer that nothing is wrong when it names %s', (_, labels, object) => {
    const { verdict, symptoms, causes, reason } = diagnosisOf([alert('HighErrorRate', labels)]);
    expect([verdict, causes]).toEqual(['incident', []]);
    expect(symptoms.map((one) => `${one.object.kind}/${one.object.name}`)).toEqual([object]);
    expect(reason).toContain('cause is unknown');
  });

  it('without a cause says what was looked at and what to look at next', () => {
    const { inquiry } = diagnosisOf([alert('HighErrorRate', { deployment: 'cart' })]);
    expect(inquiry?.lookedAt[0]).toBe(
      'Deployment shop/cart: 1 of 1 pods ready, 0 restarts, not changed in the last hour, 0 kinds of errors in its logs.',
    );
    expect(inquiry?.next.map(({ command }) => command)).toEqual([
      'kubectl describe deployment cart -n shop',
      'kubectl logs deployment/cart -n shop --all-containers --tail=200',
      'kubectl get events -n shop --sort-by=.lastTimestamp',
    ]);
  });

  it('adds nothing to what is visible already', () => {
    const alerts = [alert('KubePodCrashLooping', { deployment: 'mail' }), alert('HighErrorRate', {})];
    expect(diagnosisOf(alerts, crashing)).toMatchObject({ symptoms: [{ object: { name: 'mail' }, what: 'CrashLoopBackOff' }] });
  });

  it.each([
    ['was resolved', alert('HighErrorRate', { deployment: 'cart' }, { status: 'resolved' })],
    ['only shows that alerting works', alert('Watchdog', {}, { annotations: { summary: 'fires without an error' } })],
    ['asks nobody to act', alert('HighErrorRate', { deployment: 'cart', severity: 'info' })],
    ['names no symptom', alert('VolumeWithoutOwner', { deployment: 'cart' })],
    ['names no object and no namespace', { ...alert('HighErrorRate', {}), labels: { alertname: 'HighErrorRate' } }],
  ])('is no incident when it %s', (_, one) => expect(diagnosisOf([one]).verdict).toBe('no_incident'));
});
