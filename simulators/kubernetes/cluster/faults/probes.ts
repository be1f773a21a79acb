import { templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

const category = 'Probes';

export const PROBE_FAULTS: readonly Fault[] = [
  templateFault({
    name: 'wrong-probe-port',
    category,
    title: 'Readiness probe asks a wrong port',
    description: 'The readiness probe of shipping asks port 9081, where nothing listens: the new pod never becomes ready.',
    app: 'shipping',
    code: 'probe.readiness_port_wrong',
    container: ({ readinessProbe }) => {
      readinessProbe.httpGet.port = 9081;
    },
  }),
  templateFault({
    name: 'readiness-protocol',
    category,
    title: 'Readiness probe speaks HTTP to Redis',
    description: 'redis is asked for readiness by HTTP on 6379, which speaks no HTTP: it never becomes ready, and cart loses its store.',
    app: 'redis',
    code: 'probe.readiness_protocol_wrong',
    container: ({ readinessProbe }) => {
      delete readinessProbe.exec;
      readinessProbe.httpGet = { path: '/', port: 6379, scheme: 'HTTP' };
    },
  }),
  templateFault({
    name: 'readiness-path',
    category,
    title: 'Readiness probe asks a wrong path',
    description: 'The readiness probe of checkout asks for /ready, which the program does not know: it answers 404.',
    app: 'checkout',
    code: 'probe.check_wrong',
    container: ({ readinessProbe }) => {
      readinessProbe.httpGet.path = '/ready';
    },
  }),
  templateFault({
    name: 'liveness-port',
    category,
    title: 'Liveness probe asks a wrong port',
    description: 'The liveness probe of email asks port 8181, where nothing listens: a healthy container is restarted again and again.',
    app: 'email',
    code: 'probe.liveness_port_wrong',
    container: ({ livenessProbe }) => {
      livenessProbe.httpGet.port = 8181;
    },
  }),
  templateFault({
    name: 'liveness-protocol',
    category,
    title: 'Liveness probe speaks HTTPS to HTTP',
    description: 'The liveness probe of shipping asks by HTTPS, but the port speaks plain HTTP: a healthy container is restarted.',
    app: 'shipping',
    code: 'probe.liveness_protocol_wrong',
    container: ({ livenessProbe }) => {
      livenessProbe.httpGet.scheme = 'HTTPS';
    },
  }),
  templateFault({
    name: 'liveness-too-early',
    category,
    title: 'Liveness probe gives no time to start',
    description: 'The liveness probe of recommendation asks every second from the start and gives up at once: it never gets up.',
    app: 'recommendation',
    code: 'probe.liveness_timing_wrong',
    container: (container) => {
      container.livenessProbe = { ...container.livenessProbe, initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 1 };
    },
  }),
  templateFault({
    name: 'startup-probe',
    category,
    title: 'Startup probe gives up too soon',
    description: 'payment gets a startup probe that allows one second, and needs two: the kubelet kills it before it is up.',
    app: 'payment',
    code: 'probe.startup_wrong',
    container: (container) => {
      container.startupProbe = { httpGet: { path: '/healthz', port: 8081, scheme: 'HTTP' }, periodSeconds: 1, failureThreshold: 1 };
    },
  }),
];
