import { inShop, setVariable, templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

export const CONTAINER_FAULTS: readonly Fault[] = [
  templateFault({
    name: 'wrong-command',
    title: 'Command does not exist',
    description:
      'The command of shipping is set to /app/shiping, which is not in the image: the runtime cannot start the container (exit code 128).',
    app: 'shipping',
    code: 'container.command_invalid',
    container: { command: ['/app/shiping', '--listen=:8080'] },
  }),
  templateFault({
    name: 'image-runs-as-root',
    title: 'runAsNonRoot with a root image',
    description: 'ads is set to runAsNonRoot, but its image runs as root: the kubelet refuses to start it.',
    app: 'ads',
    code: 'container.security_context_invalid',
    pod: { securityContext: { runAsNonRoot: true } },
  }),
  templateFault({
    name: 'init-container-fails',
    title: 'Init container fails',
    description: 'catalog gets an init container that checks its index and exits with code 3: the application itself is never started.',
    app: 'catalog',
    code: 'container.init_failed',
    pod: {
      initContainers: [
        {
          name: 'check-index',
          image: 'busybox:1.36',
          command: ['sh', '-c', 'echo "checking index /var/lib/catalog/index.bin"; echo "checksum mismatch: index is damaged"; exit 3'],
        },
      ],
    },
  }),
  {
    name: 'app-crash',
    title: 'Application crashes',
    description: 'ads receives a campaign that it cannot handle and exits with a stack trace soon after every start.',
    expected: { code: 'app.crash', object: inShop('Deployment', 'ads') },
    make: ({ hidden }) => [
      hidden.set(hidden.programs, 'ads', {
        type: 'crash',
        after: 2_600,
        code: 1,
        lines: [
          'Exception in thread "main" java.lang.ArithmeticException: / by zero',
          '\tat com.shop.ads.Budget.perImpression(Budget.java:88)',
          '\tat com.shop.ads.Campaigns.warmUp(Campaigns.java:141)',
          '\tat com.shop.ads.AdsApplication.main(AdsApplication.java:27)',
        ],
      }),
    ],
  },
  templateFault({
    name: 'port-conflict',
    title: 'Sidecar uses the same port',
    description:
      'cart gets a second container of the same image as a canary: both listen on port 8080 of the pod, and the second one exits.',
    app: 'cart',
    code: 'container.port_conflict',
    pod: (spec) => {
      const [main] = spec.containers;
      const { readinessProbe: _r, livenessProbe: _l, ports: _p, ...rest } = structuredClone(main);
      spec.containers = [main, { ...rest, name: 'canary' }];
      setVariable(spec.containers[1], 'CANARY', 'true');
    },
  }),
  templateFault({
    name: 'oom-killed',
    title: 'Memory limit too low',
    description:
      'The memory limit of ads is reduced from 256Mi to 64Mi, less than it needs: its containers are repeatedly OOM-killed (exit code 137).',
    app: 'ads',
    code: 'oom.limit_too_low',
    container: { resources: { requests: { memory: '64Mi' }, limits: { memory: '64Mi' } } },
  }),
];
