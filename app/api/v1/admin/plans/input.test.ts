import { describe, expect, it } from 'vitest';
import { PLANS } from '#lib/plans/index.ts';
import { contractInput } from './input.ts';

const { name: _name, version: _version, ...terms } = PLANS.enterprise;

describe('the body of a contract', () => {
  it.each([8_640_000_000_000_000, 253_402_300_800_000, -1, 0.5])('has no end at %s: the database could not keep it', (endsAt) => {
    const { error } = contractInput.safeParse({ terms, note: 'x', startsAt: 0, endsAt });
    expect(error?.issues.map(({ path }) => path)).toEqual([['endsAt']]);
  });
});
