import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInstalled, root } from './prepare.mjs';

const entry = (version: string, more: object = {}) => ({ version, integrity: `sha512-${version}`, ...more });
const lock = (packages: Record<string, object>) => ({ packages: { '': { name: 'kg-rca' }, ...packages } });
const installed = (packages: Record<string, object>) => ({ packages });
const WANTED = lock({ 'node_modules/a': entry('1.0.0'), 'node_modules/a-darwin': entry('1.0.0', { optional: true }) });

describe('dependencies are installed', () => {
  it('when everything that this platform needs is there', () => {
    expect(isInstalled(WANTED, installed({ 'node_modules/a': entry('1.0.0') }))).toBe(true);
    expect(isInstalled(WANTED, installed({ 'node_modules/a': entry('1.0.0'), 'node_modules/a-darwin': entry('1.0.0') }))).toBe(true);
  });

  it.each([
    ['a package is missing', {}],
    ['a package has another version', { 'node_modules/a': entry('1.0.1') }],
    ['a package has other content', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-other' } }],
    ['a package is left that nothing asks for', { 'node_modules/a': entry('1.0.0'), 'node_modules/b': entry('1.0.0') }],
  ])('but not when %s', (_, packages) => {
    expect(isInstalled(WANTED, installed(packages as Record<string, object>))).toBe(false);
  });
});

it('everything that the portal is built from exists', () => {
  const script = readFileSync(join(root, 'scripts/prepare.mjs'), 'utf8');
  const list = /const sources = \[([^\]]+)\]/.exec(script)?.[1] ?? '';
  const sources = [...list.matchAll(/'([^']+)'/g)].map(([, path]) => path ?? '');
  expect(sources.length).toBeGreaterThan(5);
  expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
