import { expect, test } from 'vitest';
import { templateOf } from './log-template.ts';

test.each([
  ['2026-11-01T10:00:00.123Z ERROR took 153ms for user 42', '<time> ERROR took <n>ms for user <n>'],
  ['connect ECONNREFUSED 10.0.0.1:5432', 'connect ECONNREFUSED <ip>'],
  ['request 6f1a2b3c-0000-4000-8000-1234567890ab failed', 'request <id> failed'],
  ['key "user:17" not found in \'cache\'', 'key "<text>" not found in \'<text>\''],
  ['panic at 0xdeadbeef goroutine 7', 'panic at <hex> goroutine <n>'],
  ['\u001b[31merror\u001b[0m  x', 'error x'],
  ["can't stop, won't stop", "can't stop, won't stop"],
])('%s', (line, template) => {
  expect(templateOf(line)).toBe(template);
});

test('the template of a very long line is bounded', () => {
  expect(templateOf(`${'word '.repeat(10_000)}`).length).toBeLessThanOrEqual(400);
});
