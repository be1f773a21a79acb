import { editTemplate, inShop } from './edits.ts';
import type { Fault } from './fault.ts';

const category = 'Workloads';

export const WORKLOAD_FAULTS: readonly Fault[] = [
  {
    name: 'scaled-to-zero',
    category,
    title: 'Scaled to zero',
    description: 'payment is scaled to zero replicas, but checkout needs it.',
    expected: { code: 'workload.scaled_to_zero', object: inShop('Deployment', 'payment') },
    make: ({ operator }) => [operator.scale('shop', 'payment', 0)],
  },
  {
    name: 'bad-revision',
    category,
    title: 'New revision crashes',
    description: 'checkout is rolled out with the tag 3.3.0, whose program panics at its start; the revision before ran.',
    expected: { code: 'rollout.bad_revision', object: inShop('Deployment', 'checkout') },
    make: (scene) => [
      editTemplate(scene, 'checkout', ({ containers }) => {
        containers[0].image = 'registry.shop.example/checkout:3.3.0';
      }),
    ],
  },
  {
    name: 'job-failed',
    category,
    title: 'Job fails for good',
    description: 'A Job reindex checks its input, finds it incomplete and ends with 4; after one retry it has failed.',
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
    name: 'terminating-stuck',
    category,
    title: 'Namespace hangs in Terminating',
    description: 'The namespace spring-sale is deleted, but a ConfigMap in it has a finalizer that nobody works on.',
    expected: { code: 'lifecycle.terminating_stuck', object: { kind: 'Namespace', name: 'spring-sale' } },
    make({ operator }) {
      operator.create({ kind: 'Namespace', metadata: { name: 'spring-sale' } });
      operator.create({
        kind: 'ConfigMap',
        metadata: { name: 'campaign', namespace: 'spring-sale', finalizers: ['campaigns.shop.example/archive'] },
        data: { discount: '20' },
      });
      operator.delete('Namespace', undefined, 'spring-sale');
      return [
        () =>
          void operator.change('kubectl-edit', 'ConfigMap', 'spring-sale', 'campaign', ({ metadata }) => {
            delete metadata.finalizers;
          }),
      ];
    },
  },
];
