import { expect, it } from 'vitest';
import { tracebackTargets } from './tracebacks.ts';

const BEGIN = 'Traceback (most recent call last):';
const FRAME = '  File "/app/main.py", line 9, in load';
const REFUSED = 'ConnectionRefusedError: [Errno 111] Connection refused';

it('gives the target to every line of the traceback, and to none outside of it', () => {
  const lines = ['calling http://other:80', BEGIN, FRAME, '    connect(("Orders", 8080))', REFUSED, 'INFO: retry http://other:80'];
  const found = tracebackTargets(lines, 0);
  expect([...found.keys()]).toEqual([1, 2, 3, 4]);
  expect(found.get(4)).toEqual({ host: 'orders', port: 8080 });
});

it.each<[string, string[]]>([
  ['names two targets', [BEGIN, FRAME, '    first("http://a:1000") or second("http://b:2000")', REFUSED]],
  ['names none: a file is no host', [BEGIN, '  File "http://a:1000", line 1', REFUSED]],
  ['is not there: only the exception is logged', [REFUSED, '    connect(("orders", 8080))']],
])('gives none where the traceback %s', (_, lines) => expect(tracebackTargets(lines, 0).size).toBe(0));

it('keeps two tracebacks apart, and one that the end of the log cuts off', () => {
  const lines = [BEGIN, '    get("http://a:1000")', REFUSED, 'INFO: next', BEGIN, '    get("http://b:2000")'];
  const found = tracebackTargets(lines, 0);
  expect([found.get(2)?.host, found.get(3)?.host, found.get(5)?.host]).toEqual(['a', undefined, 'b']);
});
