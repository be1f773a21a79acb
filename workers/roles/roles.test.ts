import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRoles } from '../../scripts/usage.mjs';
import { ROLES } from './index.ts';

describe('the table of roles', () => {
  it('has a row for every file, under its name', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((name) => !name.endsWith('.test.ts') && name !== 'index.ts' && name !== 'role.ts')
      .map((name) => name.replace('.ts', ''));
    expect(ROLES.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
  });

  it('is what the help of npm start lists', () => {
    const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
    expect(readRoles().toSorted(byName)).toEqual(ROLES.map(({ name, purpose }) => ({ name, purpose })).toSorted(byName));
  });

  it('gives no queue to two roles', () => {
    const queues: string[] = ROLES.flatMap((role) => [...role.queues]);
    expect(queues).toEqual([...new Set(queues)]);
  });
});
