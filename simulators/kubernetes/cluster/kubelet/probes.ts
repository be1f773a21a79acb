import type { Obj } from '../../store/object.ts';
import { containerPort } from '../controllers/endpoints.ts';
import type { Listener, Network } from '../network.ts';

export type ProbeType = 'startup' | 'readiness' | 'liveness';

const NAMES = { startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness' } as const;

/** One probe of a running container: when it is due, and its result so far. */
export class Probe {
  readonly type: ProbeType;
  readonly #spec: Obj['spec'];
  #nextAt: number;
  #successes = 0;
  #failures = 0;
  #result: boolean;

  /** `at`: when the container started. Readiness and startup start as failed, liveness as passed. */
  constructor(type: ProbeType, spec: Obj['spec'], at: number) {
    this.type = type;
    this.#spec = spec;
    this.#nextAt = at + (spec.initialDelaySeconds ?? 0) * 1000;
    this.#result = type === 'liveness';
  }

  /** Its current result by its thresholds: passed or failed. */
  get passed(): boolean {
    return this.#result;
  }

  /** Whether the container must be restarted because of it. */
  get hasFailed(): boolean {
    return this.type !== 'readiness' && !this.#result && this.#failures >= this.#spec.failureThreshold;
  }

  /** Probes if due by `now`; returns the message of the Unhealthy event on failure. */
  run(now: number, target: ProbeTarget): string | undefined {
    if (now < this.#nextAt) return undefined;
    this.#nextAt = now + this.#spec.periodSeconds * 1000;
    const problem = answerProblem(this.#spec, target);
    if (problem === undefined) {
      this.#failures = 0;
      this.#successes += 1;
      if (this.#successes >= this.#spec.successThreshold) this.#result = true;
      return undefined;
    }
    this.#successes = 0;
    this.#failures += 1;
    if (this.#failures >= this.#spec.failureThreshold) this.#result = false;
    return `${NAMES[this.type]} probe failed: ${problem}`;
  }
}

/** What a probe checks. */
export interface ProbeTarget {
  pod: Obj;
  container: Obj['spec'];
  ip: string;
  process: Listener;
  network: Network;
}

function answerProblem(spec: Obj['spec'], target: ProbeTarget): string | undefined {
  if (spec.httpGet) return httpProblem(spec.httpGet, target);
  if (spec.tcpSocket) {
    const port = numberOf(spec.tcpSocket.port, target);
    return target.network.listener(target.ip, port) ? undefined : `dial tcp ${target.ip}:${port}: connect: connection refused`;
  }
  if (spec.grpc) {
    const process = target.network.listener(target.ip, spec.grpc.port);
    if (process?.healthy) return undefined;
    return process
      ? 'service unhealthy (responded with "NOT_SERVING")'
      : `timeout: failed to connect service "${target.ip}:${spec.grpc.port}" within ${spec.timeoutSeconds}s: context deadline exceeded`;
  }
  const [command = ''] = spec.exec?.command ?? [];
  return target.process.healthy ? undefined : (OUTPUT_WHEN_DOWN[command] ?? `command ${command} failed with exit status 1\n`);
}

/** The output of a check command when its server is not running. */
const OUTPUT_WHEN_DOWN: Record<string, string> = {
  'redis-cli': 'Could not connect to Redis at 127.0.0.1:6379: Connection refused\n',
  pg_isready: '/var/run/postgresql:5432 - no response\n',
};

function httpProblem(get: Obj['spec'], target: ProbeTarget): string | undefined {
  const port = numberOf(get.port, target);
  const host = get.host ?? target.ip;
  const url = `${String(get.scheme ?? 'HTTP').toLowerCase()}://${host}:${port}${get.path}`;
  const process = target.network.listener(host === '127.0.0.1' ? target.ip : host, port);
  if (!process) return `Get "${url}": dial tcp ${host}:${port}: connect: connection refused`;
  const status = process.answer(port, get.path);
  if (get.scheme === 'HTTPS')
    return `Get "${url}": ${typeof status === 'number' ? 'http: server gave HTTP response to HTTPS client' : 'tls: first record does not look like a TLS handshake'}`;
  if (status === '') return `Get "${url}": EOF`;
  if (typeof status === 'string')
    return `Get "${url}": net/http: HTTP/1.x transport connection broken: malformed HTTP response "${status}"`;
  return status < 400 ? undefined : `HTTP probe failed with statuscode: ${status}`;
}

function numberOf(port: number | string, { pod, container }: ProbeTarget): number {
  if (typeof port === 'number') return port;
  const own = (container.ports ?? []).find((one: { name?: string }) => one.name === port)?.containerPort;
  return own ?? containerPort(pod, port) ?? 0;
}
