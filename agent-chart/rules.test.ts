import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rbacTemplate } from '../scripts/chart-rbac.ts';
import { valuesReadme } from '../scripts/chart-values.ts';

const file = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');

it("the chart's roles are those of the table of kinds (node scripts/chart-rbac.ts writes them)", () => {
  expect(file('templates/_rbac.tpl')).toBe(rbacTemplate());
});

it('the README of the chart lists its values (node scripts/chart-values.ts writes it)', () => {
  expect(file('README.md')).toBe(valuesReadme(file('values.yaml')));
});
