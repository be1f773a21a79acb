import { templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

export const PROBE_FAULTS: readonly Fault[] = [
  templateFault({
    name: 'wrong-probe-port',
    title: 'Readiness probe on the wrong port',
    description: 'The readiness probe of shipping uses port 9081, where nothing listens: the new pod never becomes ready.',
    app: 'shipping',
    code: 'probe.readiness_port_wrong',
    container: { readinessProbe: { httpGet: { port: 9081 } } },
  }),
  templateFault({
    name: 'readiness-protocol',
    title: 'HTTP readiness probe for Redis',
    description:
      'The readiness probe of redis uses HTTP on port 6379, which does not speak HTTP: redis never becomes ready, and cart loses its store.',
    app: 'redis',
    code: 'probe.readiness_protocol_wrong',
    container: { readinessProbe: { exec: null, httpGet: { path: '/', port: 6379, scheme: 'HTTP' } } },
  }),
  templateFault({
    name: 'readiness-path',
    title: 'Readiness probe with the wrong path',
    description: 'The readiness probe of checkout requests /ready, which does not exist: the answer is 404.',
    app: 'checkout',
    code: 'probe.check_wrong',
    container: { readinessProbe: { httpGet: { path: '/ready' } } },
  }),
  templateFault({
    name: 'liveness-port',
    title: 'Liveness probe on the wrong port',
    description: 'The liveness probe of email uses port 8181, where nothing listens: a healthy container is restarted over and over.',
    app: 'email',
    code: 'probe.liveness_port_wrong',
    container: { livenessProbe: { httpGet: { port: 8181 } } },
  }),
  templateFault({
    name: 'liveness-protocol',
    title: 'HTTPS liveness probe on an HTTP port',
    description:
      'The liveness probe of shipping uses HTTPS, but the port speaks plain HTTP: a healthy container is restarted over and over.',
    app: 'shipping',
    code: 'probe.liveness_protocol_wrong',
    container: { livenessProbe: { httpGet: { scheme: 'HTTPS' } } },
  }),
  templateFault({
    name: 'liveness-too-early',
    title: 'Liveness probe starts too early',
    description:
      'The liveness probe of recommendation runs every second from the start and fails at the first error: the container never finishes starting.',
    app: 'recommendation',
    code: 'probe.liveness_timing_wrong',
    container: { livenessProbe: { initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 1 } },
  }),
  templateFault({
    name: 'startup-probe',
    title: 'Startup probe gives up too soon',
    description: 'payment gets a startup probe that allows one second, but needs two: the kubelet kills it before it is up.',
    app: 'payment',
    code: 'probe.startup_wrong',
    container: { startupProbe: { httpGet: { path: '/healthz', port: 8081, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 1 } },
  }),
];
