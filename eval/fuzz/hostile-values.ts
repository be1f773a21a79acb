import type { Random } from './random.ts';

/** Texts on which servers have failed: at limits of length, of Unicode, of parsers, and of what stands behind them. */
const TEXTS: readonly string[] = [
  ...['', ' ', '\0', 'a\0b', '\ud83d', '\ude00\ud83d', '😀'.repeat(300), '\u202eevil', '\ufeff', 'ﷺ'.repeat(200), 'İ', 'ß', 'é', 'e\u0301'],
  ...['null', 'undefined', 'NaN', 'true', '[object Object]', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then'],
  ...['0', '-1', '1e309', '9007199254740993', '9223372036854775808', '-0', '0x10', '1_000', '١٢٣', '1e15', '8640000000000001'],
  ...["'", '"', '`', '\\', '%', '_', "' OR 1=1 --", '$1', '{{7*7}}', '$\u007b7*7}', '<script>', '../../etc/passwd', 'file:///etc/passwd'],
  ...['2026-13-45T99:99:99Z', '+275760-09-13T00:00:00.001Z', '0000-00-00', '01a223a4-4e33-7545-9d6a-06c0c0a69bf7', 'a@b', 'x@y.z'],
  ...[
    '\r\nX-A: b',
    'a\nb\nc',
    '\u001b[2J',
    'http://[::1',
    '//evil.example',
    '*'.repeat(500),
    '('.repeat(500),
    '-'.repeat(65),
    'a'.repeat(70_000),
  ],
];

const NUMBERS: readonly unknown[] = [
  ...[0, -0, -1, 0.5, 1e15, 8.64e15, 8.64e15 + 1, 1e21, 1e308, -1e308, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 2],
  ...[2 ** 31, 2 ** 31 - 1, -(2 ** 31) - 1, 2 ** 63, 5e-324],
];

/** A text that was made to do harm. */
export function hostileText(random: Random): string {
  return random.chance(0.1) ? random.of(TEXTS) + random.of(TEXTS) : random.of(TEXTS);
}

/** Any JSON value that was made to do harm. */
export function hostileValue(random: Random): unknown {
  switch (random.below(8)) {
    case 0:
      return random.of(NUMBERS);
    case 1:
      return random.of([null, true, false, [], {}, [[]], [null], { '': '' }]);
    case 2:
      return nested(random.of([3, 60, 1_000, 4_000]), random.chance(0.5));
    case 3:
      return JSON.parse('{"__proto__":{"isStaff":true},"constructor":{"prototype":{}},"toString":1,"length":-1,"toJSON":{}}');
    case 4:
      return Array.from({ length: random.of([1, 200, 3_000]) }, (_, i) => i);
    case 5:
      return Object.fromEntries(
        Array.from({ length: random.of([1, 50, 2_000]) }, (_, i) => [`${hostileText(random).slice(0, 40)}${i}`, i]),
      );
    default:
      return hostileText(random);
  }
}

function nested(depth: number, isList: boolean): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = isList ? [value] : { a: value };
  return value;
}
