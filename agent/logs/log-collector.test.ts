import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { POD_KIND } from '#lib/kubernetes/kinds.ts';
import { type LogMessage, logMessage, type Messages } from '#lib/wire/messages.ts';
import type { Stream } from '#lib/wire/names.ts';
import { KubeClient } from '../kube/client.ts';
import { jsonLog } from '../log.ts';
import type { Sender } from '../sender/transport.ts';
import { TestApiServer } from '../testing/api-server.ts';
import { until } from '../testing/until.ts';
import { type CollectorTimes, LogCollector } from './log-collector.ts';
import { LogCursor, lineId, timedLines } from './log-lines.ts';
import { severityOf } from './severity.ts';

describe('the severity of a line', () => {
  it.each([
    ['{"level":"error","msg":"x"}', 'error'],
    ['{"severity":"WARNING","message":"x"}', 'warning'],
    ['{"level":50,"msg":"pino"}', 'error'],
    ['{"log.level":"info"}', 'info'],
    ['E0102 03:04:05.000000       1 main.go:1] failed', 'error'],
    ['W0102 03:04:05.000000       1 main.go:1] odd', 'warning'],
    ['time="2026-01-02T03:04:05Z" level=fatal msg="x"', 'fatal'],
    ['ts=2026 lvl=warn msg=x', 'warning'],
    ['2026/01/02 03:04:05 [error] 7#7: connect() failed', 'error'],
    ['2026/01/02 [emerg] host not found in upstream', 'fatal'],
    ['2026-01-02 03:04:05,123 ERROR [main] c.e.Shop: x', 'error'],
    ['[2026-01-02] WARN  cart: slow', 'warning'],
    ['2026-01-02 UTC [1] FATAL:  password authentication failed', 'fatal'],
    ['panic: runtime error: invalid memory address', 'fatal'],
    ['Traceback (most recent call last):', 'error'],
    ['java.net.ConnectException: Connection refused', 'error'],
    ['Error: connect ECONNREFUSED 10.0.0.1:5432', 'error'],
    ['info: listening', 'info'],
    ['DEBUG x', 'debug'],
    ['listening on 8080', 'unknown'],
    ['ALERTING is a word of its own', 'unknown'],
  ])('%s', (line, severity) => {
    expect(severityOf(line)).toBe(severity);
  });

  it('of a stack trace is that of the line which it continues', () => {
    expect(severityOf('    at com.example.Shop.main(Shop.java:1)', 'error')).toBe('error');
    expect(severityOf('listening', 'error')).toBe('unknown');
  });
});

describe('the lines of a log', () => {
  it('sort by their time also where the kubelet left out zeros or wrote an offset', () => {
    const log =
      '2026-01-02T03:04:05.1Z a\n2026-01-02T03:04:05.12Z b\n2026-01-02T05:04:05.5+02:00 c\nunable to retrieve\n2026-01-02T03:04:06Z d';
    const lines = timedLines(log, false);
    expect(lines.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
    expect(lines.map(({ at }) => at)).toEqual([...lines.map(({ at }) => at)].sort());
    expect(lines[2]?.ms).toBe(Date.parse('2026-01-02T03:04:05.500Z'));
  });

  it('come once each through a cursor, however the readings overlap and though many share a time', () => {
    const at = '2026-01-02T03:04:05Z';
    const cursor = new LogCursor();
    const read = (...texts: string[]) =>
      cursor.advance(timedLines(texts.map((text) => `${at} ${text}`).join('\n'), false)).map(({ text }) => text);
    expect(read('a', 'b')).toEqual(['a', 'b']);
    expect(cursor.sinceTime).toBe('2026-01-02T03:04:05Z');
    expect(read('a', 'b', 'c')).toEqual(['c']);
    expect(read('a', 'b', 'c')).toEqual([]);
  });

  it('have the same id whenever they are read, and another for another pod, container, time or text', () => {
    const [line, later] = timedLines('2026-01-02T03:04:05Z x\n2026-01-02T03:04:06Z x', false);
    const ids = [
      lineId('p', 'c', line!),
      lineId('q', 'c', line!),
      lineId('p', 'd', line!),
      lineId('p', 'c', later!),
      lineId('p', 'c', { ...line!, text: 'y' }),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(lineId('p', 'c', timedLines('2026-01-02T03:04:05.000Z x', false)[0]!)).toBe(ids[0]);
  });

  it('lack the last one where the size limit cut it', () => {
    expect(timedLines('2026-01-02T03:04:05Z whole\n2026-01-02T03:04:06Z ha', true)).toHaveLength(1);
  });
});

class Sent implements Sender {
  readonly lines: LogMessage[] = [];
  async send<S extends Stream>(_stream: S, messages: readonly Messages[S][]): Promise<void> {
    for (const message of messages) this.lines.push(logMessage.parse(message));
  }
  texts(): string[] {
    return this.lines.map(({ previous, severity, line }) => `${previous ? 'previous ' : ''}${severity} ${line}`);
  }
}

describe('the log collector', () => {
  const NOW = Date.parse('2026-01-02T03:10:00Z');
  let ticks = 0;
  let server: TestApiServer;
  let client: KubeClient;
  let sent: Sent;
  let collector: LogCollector;
  let stop: AbortController;
  let running: Promise<void>;

  beforeEach(async () => {
    server = new TestApiServer([]);
    await server.listen();
    client = new KubeClient({ server: server.url });
    sent = new Sent();
    stop = new AbortController();
    running = Promise.resolve();
    collector = make();
  });
  afterEach(async () => {
    stop.abort();
    await running;
    client.close();
    await server.close();
  });

  function make(times: Partial<CollectorTimes> = {}): LogCollector {
    const log = jsonLog('error', () => {});
    return new LogCollector({
      cluster: 'prod',
      sender: sent,
      client,
      log,
      times: { unwellEveryMs: 2, sampleEveryMs: 1_000_000, ...times },
      now: () => NOW + ticks++,
    });
  }

  function pod(name: string, status: object, ready = false, owner?: string) {
    const object = {
      metadata: { name, namespace: 'shop', uid: `uid-${name}`, ...(owner && { ownerReferences: [{ uid: owner }] }) },
      status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], containerStatuses: [{ name: 'app', ...status }] },
    };
    return collector.changed(POD_KIND, [{ op: 'upsert', object }]);
  }

  const run = () => {
    running = collector.run(stop.signal);
  };
  const logRequests = () => server.seen.filter(({ path }) => path.endsWith('/log'));
  const rounds = async (count: number) => {
    const before = logRequests().length;
    await until(`${count} more readings`, () => logRequests().length >= before + count);
  };
  const backOff = {
    ready: false,
    restartCount: 3,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode: 1, containerID: 'c3' } },
  };

  it('reads a crashing container once for each instance that ended, masked and with severities', async () => {
    server.logs.set(
      'shop/cart/app',
      '2026-01-02T03:00:01Z starting\n2026-01-02T03:00:02Z ERROR dial postgres://u:hunter2@db:5432: refused\n',
    );
    await pod('cart', backOff);
    run();
    await until('two lines', () => sent.lines.length === 2);
    await pod('other', { ready: false, state: { running: {} } });
    server.logs.set('shop/other/app', '2026-01-02T03:00:01Z x\n');
    await rounds(5);
    expect(sent.texts().slice(0, 2)).toEqual(['unknown starting', 'error ERROR dial postgres://u:***@db:5432: refused']);
    expect(logRequests().filter(({ path }) => path.includes('/cart/'))).toHaveLength(1);
    expect(sent.lines[0]).toMatchObject({
      cluster: 'prod',
      pod: { uid: 'uid-cart', namespace: 'shop', name: 'cart' },
      container: 'app',
      observedAt: Date.parse('2026-01-02T03:00:01Z'),
    });
  });

  it('masks a private key that a container wrote over several lines', async () => {
    const key = ['-----BEGIN PRIVATE KEY-----', 'MIIEvQIB', 'k3Fq==', '-----END PRIVATE KEY-----', 'ready'];
    server.logs.set('shop/cart/app', key.map((line, second) => `2026-01-02T03:00:0${second}Z ${line}\n`).join(''));
    await pod('cart', backOff);
    run();
    await until('five lines', () => sent.lines.length === 5);
    expect(sent.lines.map(({ line }) => line)).toEqual([...Array(4).fill('<masked private key>'), 'ready']);
  });

  it('reads the instance before as well when the container runs again, and each line once', async () => {
    server.logs.set('shop/cart/app/previous', '2026-01-02T03:00:01Z FATAL out of luck\n');
    server.logs.set('shop/cart/app', '2026-01-02T03:00:09Z starting\n');
    await pod('cart', {
      ready: false,
      restartCount: 1,
      state: { running: {} },
      lastState: { terminated: { exitCode: 1, containerID: 'c0' } },
    });
    run();
    await until('two lines', () => sent.lines.length === 2);
    server.logs.set('shop/cart/app', '2026-01-02T03:00:09Z starting\n2026-01-02T03:00:10Z still starting\n');
    await until('three lines', () => sent.lines.length === 3);
    await rounds(3);
    expect(sent.texts()).toEqual(['previous fatal FATAL out of luck', 'unknown starting', 'unknown still starting']);
    expect(logRequests().filter(({ query }) => query.get('previous') === 'true')).toHaveLength(1);
  });

  it('of a container that is well sends only warnings and errors, of one pod a workload', async () => {
    collector = make({ sampleEveryMs: 60_000, unwellEveryMs: 1 });
    const log = '2026-01-02T03:09:01Z INFO fine\n2026-01-02T03:09:02Z WARN slow\n2026-01-02T03:09:03Z ERROR bad\n    at x\n';
    for (const name of ['cart-1', 'cart-2', 'pay-1']) {
      server.logs.set(`shop/${name}/app`, log);
      await pod(name, { ready: true, state: { running: {} } }, true, name.slice(0, -2));
    }
    run();
    await until('four lines', () => sent.lines.length === 4);
    expect(new Set(sent.lines.map(({ pod: { name } }) => name.slice(0, -2)))).toEqual(new Set(['cart', 'pay']));
    expect(new Set(sent.texts())).toEqual(new Set(['warning WARN slow', 'error ERROR bad']));
    expect(logRequests()[0]?.query.get('sinceSeconds')).toBe('60');
  });

  it('leaves alone what has no log, ended well or is gone', async () => {
    await pod('creating', { state: { waiting: { reason: 'ContainerCreating' } } });
    await pod('done', { state: { terminated: { exitCode: 0 } } });
    await pod('gone', backOff);
    await collector.listed(POD_KIND, undefined, new Set(['uid-creating', 'uid-done']));
    await pod('deleted', backOff);
    await collector.changed(POD_KIND, [{ op: 'delete', object: { metadata: { name: 'deleted', namespace: 'shop', uid: 'uid-deleted' } } }]);
    await pod('seen', { ready: false, state: { running: {} } });
    run();
    await rounds(3);
    expect(new Set(logRequests().map(({ path }) => path.split('/')[6]))).toEqual(new Set(['seen']));
  });

  it('says so when it may not read logs, and is well again when it may', async () => {
    for (let n = 0; n < 20; n++) server.failures.push({ path: '/api/v1/namespaces/shop/pods/cart/log', status: 500 });
    await pod('cart', { ready: false, state: { running: {} } });
    run();
    await until('degraded', () => collector.component([]).status === 'degraded');
    expect(collector.component([]).message).toContain('answered 500');
    await until('well', () => collector.component([]).status === 'ok');
    server.failures.push({ path: '/api/v1/namespaces/shop/pods/cart/log', status: 403 });
    await until('forbidden', () => collector.component([]).message?.includes('not allowed to read logs') === true);
  });
});
