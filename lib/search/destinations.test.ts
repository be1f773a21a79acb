import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DESTINATIONS } from './destinations.ts';

const root = join(import.meta.dirname, '../..');

it('knows every page of the navigation of a client', () => {
  const shell = readFileSync(join(root, 'components/shell/shell.tsx'), 'utf8');
  const items = /CLIENT_ITEMS: NavItem\[\] = \[(.*?)\];/s.exec(shell)?.[1] ?? '';
  const paths = [...items.matchAll(/href: '([^']+)'/g)].map(([, path]) => path);
  expect(paths.length).toBeGreaterThan(10);
  expect(DESTINATIONS.filter(({ type }) => type === 'page').map(({ path }) => path)).toEqual(expect.arrayContaining(paths));
});

it('leads to pages that exist', () => {
  const groups = ['(portal)', '(public)'];
  for (const { path } of DESTINATIONS)
    expect(
      groups.some((group) => existsSync(join(root, `app/${group}${path}/page.tsx`))),
      path,
    ).toBe(true);
});
