import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { aspectOf } from './changes.ts';
import { timeOfLine } from './log-facts.ts';
import { PATTERNS } from './log-patterns.ts';

const HANGS_AFTER_MS = 20_000;

describe('the path of a change', () => {
  it.each([
    ['/spec/template/spec/containers/web/image', 'image'],
    ['spec.template.spec.containers[0].image', 'image'],
    ['/data/LOG_LEVEL', 'data'],
    ['data.app.yaml', 'data'],
    ['/spec/template/spec/containers/web/env/CART_ADDR/value', 'env'],
    ['/spec/template/spec/containers/web/env/KEY/valueFrom/secretKeyRef/name', 'config-reference'],
    ['spec.template.spec.containers[name=web].readinessProbe.httpGet.port', 'readiness'],
    ['/spec/template/spec/containers/web/resources/limits/memory', 'resources'],
    ['/spec/resources/requests/storage', 'storage'],
    ['/spec/selector/app', 'selector'],
    ['/spec/taints/dedicated/effect', 'taints'],
    ['/spec/replicas', 'replicas'],
  ])('%s sets %s', (path, aspect) => {
    expect(aspectOf(path)).toBe(aspect);
  });
});

describe('log lines', () => {
  const factOf = (line: string) => {
    const pattern = PATTERNS.find(({ match, only }) => (!only || only.test(line)) && match.test(line));
    const groups = pattern?.match.exec(line)?.groups;
    return [pattern?.type, groups?.host, groups?.port];
  };

  it.each([
    ['dial tcp: lookup catalogue on 10.96.0.10:53: no such host', 'host-unknown', 'catalogue', undefined],
    ["nc: bad address 'postgres'", 'host-unknown', 'postgres', undefined],
    ["wget: bad address 'postgres:5432'", 'host-unknown', 'postgres', '5432'],
    ['INFO Listening on :8080', 'listening', undefined, '8080'],
    ['Tomcat started on port(s): 8081 (http) with context path', 'listening', undefined, '8081'],
    ['server listening at http://0.0.0.0:3000', 'listening', undefined, '3000'],
    ['Error: getaddrinfo ENOTFOUND db.internal', 'host-unknown', 'db.internal', undefined],
    ['java.net.UnknownHostException: orders: Name or service not known', 'host-unknown', 'orders', undefined],
    ['dial tcp 10.0.0.9:6379: connect: connection refused', 'refused', '10.0.0.9', '6379'],
    ['Error: connect ECONNREFUSED 10.0.0.9:5432', 'refused', '10.0.0.9', '5432'],
    ['connection to server at "db" (10.0.0.9), port 5432 failed: Connection refused', 'refused', 'db', '5432'],
    ["ERROR 1045 (28000): Access denied for user 'shop'@'10.0.0.9' (using password: YES)", 'credentials', undefined, undefined],
    ['FATAL: sorry, too many clients already', 'connections-exhausted', undefined, undefined],
    ['listen tcp :8080: bind: address already in use', 'port-in-use', undefined, undefined],
  ])('%s', (line, type, host, port) => {
    expect(factOf(line)).toEqual([type, host, port]);
  });

  it.each(['a', 'a.', '/a', 'connect to ', 'invalid value ', 'dial tcp ', '"', 'A_'])('of any kind come to an end: %s…', (seed) => {
    // Milliseconds, as a rule. A pattern that backtracks over the whole line at every character would take minutes, and is stopped.
    const line = seed.repeat(2_000).slice(0, 1_500);
    const tried = runInNewContext(
      'patterns.filter((pattern) => { pattern.exec(line); return true; }).length',
      {
        patterns: PATTERNS.map(({ match }) => match),
        line,
      },
      { timeout: HANGS_AFTER_MS },
    );
    expect(tried).toBe(PATTERNS.length);
  });

  it.each([
    ['2026-03-01T12:00:00.123456789+08:00 starting', Date.parse('2026-03-01T12:00:00.123+08:00')],
    ['{"level":"error","time":"2026-03-01T12:00:00Z"}', Date.parse('2026-03-01T12:00:00Z')],
    ['2026-03-01 12:00:00.123 INFO of an unknown zone', undefined],
    ['no time', undefined],
  ])('have a time: %s', (line, at) => {
    expect(timeOfLine(line)).toBe(at);
  });
});
