import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GUIDES, guidePath, outlineOf, readGuide, targetOf } from './index.ts';

const root = join(import.meta.dirname, '../..');
const linksOf = (markdown: string) => [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, href = '']) => href);

describe.each(GUIDES)('the guide $file', (guide) => {
  const markdown = readGuide(guide);

  it('has one title, and an anchor of its own for each heading', () => {
    const headings = outlineOf(markdown);
    expect(headings.filter(({ level }) => level === 1)).toHaveLength(1);
    expect(new Set(headings.map(({ anchor }) => anchor)).size).toBe(headings.length);
  });

  it('has links that lead somewhere on GitHub, and in the portal where they lead to a guide', () => {
    for (const href of linksOf(markdown).filter((one) => !/^(https?|mailto):/.test(one))) {
      const [path = '', anchor] = href.split('#');
      const file = join(root, 'docs', path ? join(dirname(guide.file), path) : guide.file);
      expect(existsSync(file), `${guide.file}: ${href}`).toBe(true);
      if (anchor)
        expect(
          outlineOf(readFileSync(file, 'utf8')).map((heading) => heading.anchor),
          `${guide.file}: ${href}`,
        ).toContain(anchor);
      const other = GUIDES.find((one) => join(root, 'docs', one.file) === file);
      if (other && path) expect(targetOf(guide, href)).toBe(guidePath(other) + (anchor ? `#${anchor}` : ''));
    }
  });
});

it('has a guide for each address only once', () => {
  expect(new Set(GUIDES.map(({ slug }) => slug)).size).toBe(GUIDES.length);
});

it('leads nowhere in the portal for files that it does not show', () => {
  expect(targetOf({ file: 'security.md' }, '../lib/sso/README.md')).toBeUndefined();
  expect(targetOf({ file: 'security.md' }, 'https://kubernetes.io')).toBe('https://kubernetes.io');
});

it('names anchors as GitHub does, also for code and for a title that comes again', () => {
  const markdown =
    '# Risks: `kg-rca check`\n\n    # no heading\n\n```\n# none either\n```\n## OWASP ASVS 4.0.3, level 2\n## Same\n## Same\n';
  expect(outlineOf(markdown).map(({ anchor }) => anchor)).toEqual(['risks-kg-rca-check', 'owasp-asvs-403-level-2', 'same', 'same-1']);
});

it('is part of the image of the product', () => {
  expect(readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')).toContain('!docs');
});
