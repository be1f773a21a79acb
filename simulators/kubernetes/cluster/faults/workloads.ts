import { METRICS_API } from '../controllers/autoscaler.ts';
import { inShop, templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

export const WORKLOAD_FAULTS: readonly Fault[] = [
  {
    name: 'scaled-to-zero',
    title: 'Scaled to zero',
    description: 'payment is scaled to zero replicas, but checkout needs it.',
    expected: { code: 'workload.scaled_to_zero', object: inShop('Deployment', 'payment') },
    make: ({ operator }) => [operator.scale('shop', 'payment', 0)],
  },
  {
    name: 'database-scaled-to-zero',
    title: 'Database scaled to zero',
    description: 'postgres is scaled to zero replicas, but catalog and orders need it.',
    expected: { code: 'workload.scaled_to_zero', object: inShop('StatefulSet', 'postgres') },
    make: ({ operator }) => [operator.scale('shop', 'postgres', 0, 'StatefulSet')],
  },
  templateFault({
    name: 'bad-revision',
    title: 'New revision crashes',
    description: 'checkout is rolled out with the tag 3.3.0, whose program panics at startup; the previous revision worked.',
    app: 'checkout',
    code: 'rollout.bad_revision',
    container: { image: 'registry.shop.example/checkout:3.3.0' },
  }),
  {
    name: 'job-failed',
    title: 'Job fails permanently',
    description: 'A Job named reindex checks its input, finds it incomplete and exits with code 4; after one retry it has failed.',
    expected: { code: 'job.failed', object: inShop('Job', 'reindex') },
    make: ({ operator }) => [
      operator.create({
        kind: 'Job',
        metadata: { name: 'reindex', namespace: 'shop' },
        spec: {
          backoffLimit: 1,
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [
                {
                  name: 'reindex',
                  image: 'busybox:1.36',
                  command: ['sh', '-c', 'echo "reindex: 412 of 900 products read"; echo "reindex: input incomplete"; exit 4'],
                },
              ],
            },
          },
        },
      }),
    ],
  },
  {
    name: 'cron-suspended',
    title: 'CronJob suspended',
    description: 'The CronJob report is suspended by an edit: no more reports are produced.',
    expected: { code: 'job.not_scheduled', object: inShop('CronJob', 'report') },
    make: ({ operator }) => [operator.change('kubectl-patch', 'CronJob', 'shop', 'report', { spec: { suspend: true } })],
  },
  {
    name: 'cron-blocked',
    title: 'CronJob blocked by its previous run',
    description: 'A run of the CronJob cleanup never ends, and its concurrency policy forbids a second one: no further jobs are started.',
    expected: { code: 'job.not_scheduled', object: inShop('CronJob', 'cleanup') },
    make: ({ operator }) => [
      operator.create({
        kind: 'CronJob',
        metadata: { name: 'cleanup', namespace: 'shop' },
        spec: {
          schedule: '* * * * *',
          concurrencyPolicy: 'Forbid',
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  restartPolicy: 'Never',
                  containers: [{ name: 'cleanup', image: 'busybox:1.36', command: ['sh', '-c', 'sleep infinity'] }],
                },
              },
            },
          },
        },
      }),
    ],
  },
  {
    name: 'autoscaler-blind',
    title: 'Autoscaler without metrics',
    description: 'The metrics API is unavailable: the autoscaler of frontend does not see the load and cannot scale.',
    expected: { code: 'autoscaling.ineffective', object: inShop('HorizontalPodAutoscaler', 'frontend') },
    make: ({ hidden }) => [hidden.set(hidden.outages, METRICS_API, 'not found')],
  },
  {
    name: 'terminating-stuck',
    title: 'Namespace stuck in Terminating',
    description: 'The namespace spring-sale is deleted, but a ConfigMap in it has a finalizer that nothing removes.',
    expected: { code: 'lifecycle.terminating_stuck', object: { kind: 'ConfigMap', namespace: 'spring-sale', name: 'campaign' } },
    make({ operator }) {
      operator.create({ kind: 'Namespace', metadata: { name: 'spring-sale' } });
      operator.create({
        kind: 'ConfigMap',
        metadata: { name: 'campaign', namespace: 'spring-sale', finalizers: ['campaigns.shop.example/archive'] },
        data: { discount: '20' },
      });
      operator.delete('Namespace', undefined, 'spring-sale');
      return [() => void operator.change('kubectl-edit', 'ConfigMap', 'spring-sale', 'campaign', { metadata: { finalizers: null } })];
    },
  },
];
