import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rbacTemplate } from '../scripts/chart-rbac.ts';

const CHART = import.meta.dirname;

it("the chart's roles are those of the table of kinds (node scripts/chart-rbac.ts writes them)", () => {
  expect(readFileSync(join(CHART, 'templates/_rbac.tpl'), 'utf8')).toBe(rbacTemplate());
});
