import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { parseSync } from '@swc/core';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
/** What reads text that comes from outside: names, messages, log lines, manifests, requests. */
const FOLDERS = ['lib', 'agent', 'cli'];
/** Parts of which hostile texts are made by repetition, besides those that a pattern names itself. */
const PARTS = [
  'a',
  'A',
  '0',
  ' ',
  '\t',
  '.',
  '-',
  '_',
  '/',
  ':',
  '"',
  "'",
  '=',
  ',',
  '(',
  '[',
  '{',
  '\\',
  '\n',
  'é',
  'a-',
  'a.',
  ' a',
  'aA',
];
/** A pattern that needs more than this for the short text is tried on the long one. */
const SUSPICIOUS_MS = 4;
const [SHORT, LONG] = [4_096, 131_072];
/** A pattern that is linear needs a fraction of a second for the long text; one that is quadratic, more than ten. */
const DEADLINE_MS = 6_000;

interface Found {
  file: string;
  pattern: string;
  flags: string;
}

/** The regular expressions that are written in the sources, and repeat something without a bound. */
function found(): Found[] {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  ).filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\/testing\/|node_modules/.test(file));
  return files.flatMap((file) => literalsIn(parseSync(readFileSync(join(root, file), 'utf8'), { syntax: 'typescript' }), file));
}

function literalsIn(node: unknown, file: string): Found[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, pattern, flags } = node as Record<string, string>;
  const own = type === 'RegExpLiteral' && /[*+]|\{\d+,\}/.test(pattern ?? '') ? [{ file, pattern: pattern ?? '', flags: flags ?? '' }] : [];
  return [...own, ...Object.values(node).flatMap((child) => literalsIn(child, file))];
}

/** Texts of a length that begin as the pattern does and go on without end. */
function* hostileTexts(pattern: string, length: number): Generator<string> {
  const words =
    pattern
      .replace(/\\[a-zA-Z]/g, ' ')
      .replace(/\\(.)/g, '$1')
      .match(/[A-Za-z0-9 :="'/@.{(<[-]+/g) ?? [];
  const own = [...new Set(words)].slice(0, 8);
  for (const prefix of ['', ...own.slice(0, 4)])
    for (const part of [...PARTS, ...own, ...own.map((word) => `${word}a`)])
      for (const end of ['', '\u0001!']) yield prefix + part.repeat(Math.ceil(length / part.length)) + end;
}

function took(expression: RegExp, text: string): number {
  const began = performance.now();
  expression.lastIndex = 0;
  runInContext('text.replace(expression, "")', createContext({ expression, text }), { timeout: DEADLINE_MS });
  return performance.now() - began;
}

it('no pattern that reads text from outside takes more than linear time, whatever the text', { timeout: 300_000 }, () => {
  const patterns = found();
  expect(patterns.length).toBeGreaterThan(150);
  const slow: string[] = [];
  for (const { file, pattern, flags } of patterns) {
    const expression = new RegExp(pattern, flags);
    const short = [...hostileTexts(pattern, SHORT)];
    const suspect = short.findIndex((text) => took(expression, text) > SUSPICIOUS_MS && took(expression, text) > SUSPICIOUS_MS);
    if (suspect === -1) continue;
    try {
      took(expression, [...hostileTexts(pattern, LONG)][suspect] ?? '');
    } catch {
      slow.push(`${file}: /${pattern}/${flags} on ${JSON.stringify(short[suspect]?.slice(0, 60))}`);
    }
  }
  expect(slow).toEqual([]);
});
