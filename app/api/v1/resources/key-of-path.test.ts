import { expect, it } from 'vitest';
import { keyOfPath } from './key-of-path.ts';

it('a path is decoded part by part, and one that cannot be decoded is no key', () => {
  expect(keyOfPath(['prod', 'node%3Aworker-1'])).toBe('prod/node:worker-1');
  expect(keyOfPath(['prod', '%E0%A4%A'])).toBeUndefined();
});
