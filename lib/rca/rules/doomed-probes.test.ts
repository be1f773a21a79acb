import { expect, it } from 'vitest';
import { diagnose, diagnoseGroups } from '../diagnose.ts';
import { deployment, event, log, pod, snapshotOf, stamp, WINDOW } from '../testing/snapshots.ts';

const probe = (port: number) => ({ httpGet: { path: '/', port } });
const REFUSED = 'Liveness probe failed: Get "http://10.1.0.4:9999/": dial tcp 10.1.0.4:9999: connect: connection refused';

/** What is wrong with web, which runs and is ready, when its liveness probe has just failed so. */
function first(container: object, message: string, minutes = 0.1): string[] {
  const events = [event(pod('web'), 'Unhealthy', message, { minutes, count: 1 })];
  const snapshot = snapshotOf(deployment('web', { container: { ...container } }), { events });
  const whole = diagnose(snapshot, WINDOW).causes.map(({ code }) => code);
  expect(diagnoseGroups(snapshot, WINDOW).flatMap(({ causes }) => causes.map(({ code }) => code))).toEqual(whole);
  return whole;
}

it('a liveness probe of a port on which nothing listens is found at its first failure, if the program answers its readiness probe', () => {
  const both = { livenessProbe: probe(9999), readinessProbe: probe(8080) };
  expect(first(both, REFUSED)).toEqual(['probe.liveness_port_wrong']);
  expect(first({ livenessProbe: probe(9999) }, REFUSED)).toEqual([]);
  expect(first(both, REFUSED, 5)).toEqual([]);
  expect(first({ ...both, livenessProbe: probe(8080) }, REFUSED.replaceAll('9999', '8080'))).toEqual([]);
  expect(first(both, 'Liveness probe failed: HTTP probe failed with statuscode: 500')).toEqual([]);
});

it('a liveness probe in the wrong protocol is found at its first failure', () => {
  const both = { livenessProbe: { grpc: { port: 8080 } }, readinessProbe: { tcpSocket: { port: 8080 } } };
  expect(first(both, 'Liveness probe failed: error: health rpc failed: rpc error: code = Unimplemented desc = unknown service')).toEqual([
    'probe.liveness_protocol_wrong',
  ]);
});

it('a readiness probe is found at its first failure only if the program answers, or says where it listens', () => {
  const starting = (readinessProbe: object, message: string, lines: string[] = []) => {
    const status = { ready: false, restartCount: 0, state: { running: { startedAt: stamp(0.2) } } };
    const resources = deployment('web', { ready: false, ageMinutes: 0.3, containerStatus: status, container: { readinessProbe } });
    const events = [event(pod('web'), 'Unhealthy', `Readiness probe failed: ${message}`, { minutes: 0.1, count: 1 })];
    const logs = lines.length > 0 ? [log('web', lines)] : [];
    return diagnoseGroups(snapshotOf(resources, { events, logs }), WINDOW).flatMap(({ causes }) => causes.map(({ code }) => code));
  };
  expect(starting(probe(8080), 'HTTP probe failed with statuscode: 404')).toEqual(['probe.check_wrong']);
  expect(starting(probe(8080), 'HTTP probe failed with statuscode: 503')).toEqual([]);
  const refused = 'Get "http://10.1.0.4:9999/": dial tcp 10.1.0.4:9999: connect: connection refused';
  expect(starting(probe(9999), refused)).toEqual([]);
  expect(starting(probe(9999), refused, ['listening on port 8080'])).toEqual(['probe.readiness_port_wrong']);
});
