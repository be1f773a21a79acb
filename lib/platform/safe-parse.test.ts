import { expect, it } from 'vitest';
import { z } from 'zod';
import { safeParse } from './safe-parse.ts';

const schema = z.object({ name: z.string().min(1).max(80) });

it('a value that fits is returned, one that does not comes back with what is wrong', () => {
  expect(safeParse(schema, { name: 'a', more: 1 })).toEqual({ success: true, data: { name: 'a' } });
  expect(safeParse(schema, { name: 1 }).error?.issues[0]?.path).toEqual(['name']);
});

it.each([
  { name: { length: { valueOf: 1, toString: 1 } } },
  { name: { length: JSON.parse('{"__proto__":null,"toString":{}}') } },
  { name: [{ length: [] }] },
])('an object in disguise is an issue and no exception: %j', (value) => {
  const result = safeParse(schema, value);
  expect(result.success).toBe(false);
  expect(result.error?.issues[0]?.message).toBeTruthy();
});

it('an error of the schema itself is not hidden', () => {
  const broken = z.string().refine(() => {
    throw new Error('a defect');
  });
  expect(() => safeParse(broken, 'x')).toThrow('a defect');
});
