import type { Obj } from '../../store/object.ts';
import { inShop } from './edits.ts';
import type { Fault, Scene } from './fault.ts';
import type { Undo } from './undo.ts';

type Spec = Obj['spec'];

/** Pods that somebody runs by hand, and Jobs. */
export const LONE_FAULTS: readonly Fault[] = [
  pod(
    'bare-pod-crashes',
    'Pod without an owner crashes',
    'A pod named probe, made by hand, exits with an error again and again.',
    'app.crash',
    {
      containers: [{ name: 'probe', image: 'busybox:1.36', command: ['sh', '-c', 'echo "probe: the ledger is out of balance"; exit 3'] }],
    },
  ),
  pod(
    'bare-pod-image',
    'Image of a pod without an owner',
    'A pod named probe is made with an image that does not exist.',
    'image.reference_invalid',
    {
      containers: [{ name: 'probe', image: 'busybox:0.0.1' }],
    },
  ),
  pod(
    'bare-pod-failed',
    'Pod without an owner has failed',
    'A pod named probe, which is not restarted, has ended with an error.',
    'app.crash',
    {
      restartPolicy: 'Never',
      containers: [{ name: 'probe', image: 'busybox:1.36', command: ['sh', '-c', 'echo "probe: the ledger is out of balance"; exit 3'] }],
    },
  ),
  pod(
    'scheduling-gate',
    'Scheduling gate is not removed',
    'A pod named probe has a scheduling gate that no controller removes.',
    'scheduling.insufficient_other_resource',
    {
      schedulingGates: [{ name: 'quota.shop.example/admitted' }],
      containers: [{ name: 'probe', image: 'busybox:1.36', command: ['sh', '-c', 'sleep infinity'] }],
    },
  ),
  job('job-image', 'Image of a Job', 'A Job named reindex has an image that does not exist.', 'image.reference_invalid', {
    template: { spec: { restartPolicy: 'Never', containers: [{ name: 'reindex', image: 'busybox:0.0.1' }] } },
  }),
  job('job-deadline', 'Job takes too long', 'A Job named reindex does not end within its deadline of 20 seconds.', 'job.failed', {
    activeDeadlineSeconds: 20,
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'reindex', image: 'busybox:1.36', command: ['sh', '-c', 'sleep infinity'] }] },
    },
  }),
];

function pod(name: string, title: string, description: string, code: string, spec: Spec): Fault {
  return {
    name,
    title,
    description,
    expected: { code, object: inShop('Pod', 'probe') },
    make: ({ operator }: Scene): Undo[] => [operator.create({ kind: 'Pod', metadata: { name: 'probe', namespace: 'shop' }, spec })],
  };
}

function job(name: string, title: string, description: string, code: string, spec: Spec): Fault {
  return {
    name,
    title,
    description,
    expected: { code, object: inShop('Job', 'reindex') },
    make: ({ operator }: Scene): Undo[] => [operator.create({ kind: 'Job', metadata: { name: 'reindex', namespace: 'shop' }, spec })],
  };
}
