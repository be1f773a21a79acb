import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cut, escapedForLog, forMail, forTerminal, parseJson, shellLine, shortened, wellFormed, wellFormedDeep } from './index.ts';

/** Texts that were made to do harm, each in another way. */
const HOSTILE = [
  '\0',
  'a\0b',
  '\ud83d',
  '\ude00\ud83d',
  '😀',
  'x😀y',
  "it's",
  '`id`',
  '$(id)',
  '$HOME',
  '; id',
  '| id',
  '&& id',
  '> /tmp/x',
  'a\nid\n',
  '\r\nBcc: x@y.z',
  '!!',
  '~root',
  '=ls',
  '-rf',
  '*',
  '\\',
  '"',
  "'",
  '',
  ' ',
  '\u001b]0;title\u0007',
  '\u009b31m',
  '\u202eevil',
  'http://evil.example/?a=b',
];

/** A repeatable source of texts: pieces of the hostile ones, and any UTF-16 units between them. */
function texts(count: number): string[] {
  let state = 7;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: next(8) }, () => (next(2) === 0 ? HOSTILE[next(HOSTILE.length)]! : String.fromCharCode(next(0x10000)))).join(''),
  );
}
const TEXTS = [...HOSTILE, ...texts(3_000)];

describe('well-formed text', () => {
  it('holds neither NUL nor half a character, and keeps every other character', () => {
    for (const text of TEXTS) {
      const clean = wellFormed(text);
      expect(clean.isWellFormed() && !clean.includes('\0')).toBe(true);
      expect(clean).toHaveLength(text.length);
      expect(wellFormed(clean)).toBe(clean);
      if (text.isWellFormed() && !text.includes('\0')) expect(clean).toBe(text);
    }
  });

  it('replaces in every value and name of a JSON value, and copies nothing that is fine', () => {
    const fine = { list: ['a', { b: 1 }], none: null };
    expect(wellFormedDeep(fine)).toBe(fine);
    expect(wellFormedDeep({ 'a\0': ['\ud83d', { b: 'x\0', c: 1 }] })).toEqual({ 'a\ufffd': ['\ufffd', { b: 'x\ufffd', c: 1 }] });
  });

  it('comes out of any JSON, however its characters are escaped', () => {
    for (const text of TEXTS) {
      const value = { [text]: [text, { text }] };
      const escaped = JSON.stringify(value).replace(
        /[^ -~]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
      );
      for (const json of [JSON.stringify(value), escaped]) expect(parseJson(json)).toEqual(wellFormedDeep(value));
    }
  });

  it('exists however deep a value is', () => {
    const deep = parseJson(`${'['.repeat(5_000)}"\\u0000"${']'.repeat(5_000)}`);
    expect(JSON.stringify(deep)).not.toContain('\\u0000');
  });
});

describe('a cut', () => {
  it('leaves no half of a character and is never longer than asked for', () => {
    for (const text of TEXTS.map(wellFormed)) {
      for (let max = 0; max <= text.length + 1; max++) {
        const beginning = cut(text, max);
        expect(beginning.isWellFormed()).toBe(true);
        expect(text.startsWith(beginning)).toBe(true);
        expect(Math.min(max, text.length) - beginning.length).toBeLessThanOrEqual(1);
        expect(beginning.length).toBeLessThanOrEqual(max);
      }
    }
  });

  it('shows that something is missing only where it is', () => {
    expect(shortened('ab😀c', 4)).toBe('ab😀…');
    expect(shortened('ab😀c', 3)).toBe('ab…');
    expect(shortened('ab😀', 4)).toBe('ab😀');
  });
});

describe('a line for a shell', () => {
  it.each(['/bin/sh', '/bin/bash'])('is read by %s as exactly the words it was made of', (shell) => {
    const words = TEXTS.map((text) => wellFormed(text));
    const script = `printf '%s\\0' ${shellLine(words)}`;
    const read = execFileSync(shell, [], { input: script, encoding: 'utf8', env: { PATH: '', NODE_ENV: 'test' } });
    expect(read.split('\0').slice(0, -1)).toEqual(words);
  });
});

describe('text for a terminal', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u009b2Jgone', 'gone'],
    ['a\u001b]0;new title\u0007b', 'ab'],
    ['a\u001b]52;c;ZXZpbA==\u001b\\b', 'ab'],
    ['\u001b[8mhidden\rover', 'hiddenover'],
    ['pay\u202egnp.exe', 'paygnp.exe'],
    ['a\u200bb\ufeff', 'ab'],
    ['line\n\ttab', 'line\n\ttab'],
    ['naïve 😀 日本', 'naïve 😀 日本'],
  ])('%j', (text, shown) => expect(forTerminal(text)).toBe(shown));

  it('holds no control character, whatever the text', () => {
    for (const text of TEXTS) expect(forTerminal(text)).not.toMatch(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u);
  });

  it('as a line of a log stays the same JSON', () => {
    for (const text of TEXTS) {
      const line = escapedForLog(JSON.stringify({ text }));
      expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      expect(JSON.parse(line)).toEqual({ text });
    }
  });
});

describe('text for a mail', () => {
  it('is one line without links, and reads as before', () => {
    const shown = forMail('Pod shop/web\r\nBcc: x@evil.example\n\nSee https://evil.example/?a=b now');
    expect(shown).not.toMatch(/[\r\n]|https?:\/\/\S|@\w|\.\w|:\w/);
    expect(shown.replaceAll('\u2060', '')).toBe('Pod shop/web Bcc: x@evil.example See https://evil.example/?a=b now');
  });

  it('is never long', () => expect(forMail('x'.repeat(5_000)).length).toBeLessThanOrEqual(301));
});
