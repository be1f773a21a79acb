import { expect, it } from 'vitest';
import { diagnoseGroups } from './diagnose.ts';
import { crashing, deployment, podName, service, snapshotOf, WINDOW, waiting } from './testing/snapshots.ts';

it('the calls of pods that run do not explain pods whose containers never ran: those are an incident of their own', () => {
  const payment = deployment('payment', {
    ...waiting('CreateContainerConfigError', 'secret "key" not found'),
    container: { envFrom: [{ secretRef: { name: 'key' } }] },
    replicas: 2,
  });
  const [, other] = deployment('payment', { replicas: 2 }).filter(({ kind }) => kind === 'Pod');
  const callers = ['cart', 'orders', 'payment'];
  const dns = [
    ...deployment('coredns', { ready: false, containerStatus: crashing(), labels: { 'k8s-app': 'kube-dns' } }),
    service('kube-dns', { selector: { 'k8s-app': 'kube-dns' } }),
  ].map((one) => ({ ...one, metadata: { ...one.metadata, namespace: 'kube-system' } }));
  const resources = [
    ...payment.filter(({ metadata }) => metadata?.name !== podName('payment', 1)),
    other!,
    ...deployment('cart'),
    ...deployment('orders'),
    ...callers.map((name) => service(name)),
    ...dns,
  ];
  const line = 'dial tcp: lookup orders on 10.96.0.10:53: read udp 10.1.0.4:40000->10.96.0.10:53: i/o timeout';
  const logs = callers.map((name) => ({
    ...{ namespace: 'shop', pod: podName(name, name === 'payment' ? 1 : 0), container: 'main', previous: false },
    lines: Array.from({ length: 5 }, () => line),
  }));
  const groups = diagnoseGroups(snapshotOf(resources, { logs }), WINDOW);
  expect(groups.map(({ causes }) => causes[0]?.code).sort()).toEqual(['config.secret_missing', 'dns.server_down']);
});
