import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EVENT_KIND, STATE_KINDS } from '#lib/kubernetes/kinds.ts';
import { rbacTemplate } from '../scripts/chart-rbac.ts';

const CHART = import.meta.dirname;

it("the chart's roles are those of the table of kinds (node scripts/chart-rbac.ts writes them)", () => {
  expect(readFileSync(join(CHART, 'templates/_rbac.tpl'), 'utf8')).toBe(rbacTemplate());
});

it('the chart lets every kind of the table be skipped, and no other', () => {
  const schema = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8'));
  const kinds = [...STATE_KINDS, EVENT_KIND].map(({ kind }) => kind).sort();
  expect(schema.properties.kinds.properties.skip.items.enum).toEqual(kinds);
});
