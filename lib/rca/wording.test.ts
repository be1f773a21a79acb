import { describe, expect, it } from 'vitest';
import { logMessage, sentence } from './wording.ts';

describe('the message of a log line', () => {
  it.each([
    ['{"level":"error","msg":"cannot open config","err":"no such file"}', 'cannot open config: no such file'],
    ['2026-03-01T12:00:00Z {"severity":"FATAL","message":"invalid port"}', 'invalid port'],
    ['{"level":50,"err":{"message":"connect ECONNREFUSED db:5432"}}', 'connect ECONNREFUSED db:5432'],
    ['time=x level=fatal msg="parsing \\"eighty\\"" err="invalid syntax"', 'parsing "eighty": invalid syntax'],
    ['panic: runtime error', 'panic: runtime error'],
    ['{"broken": ', '{"broken":'],
  ])('%s', (line, message) => expect(logMessage(line)).toBe(message));

  it('is cut at 200 characters', () => expect(logMessage('x'.repeat(300))).toHaveLength(201));
});

describe('a sentence', () => {
  it.each([
    ['Kubelet stopped posting node status.', 'Kubelet stopped posting node status.'],
    ['no reason given', 'no reason given.'],
    ['It ends..', 'It ends.'],
    ['Why?', 'Why?'],
  ])('%s', (words, ended) => expect(sentence(words)).toBe(ended));
});
