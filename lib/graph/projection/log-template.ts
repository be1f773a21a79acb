import { createHash } from 'node:crypto';
import { cut } from '#lib/text/index.ts';

const MAX_LINE_CHARACTERS = 2_000;
const MAX_TEMPLATE_CHARACTERS = 400;

/** What varies from line to line, in the order it is masked: the longer forms before the numbers they are made of. */
const MASKS: [form: RegExp, mask: string][] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colour codes begin with ESC
  [/\u001b\[[0-9;]*m/g, ''],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)?/g, '<time>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/"(?:[^"\\]|\\.)*"/g, '"<text>"'],
  [/'[^'\s]{1,120}'/g, "'<text>'"],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, '<ip>'],
  [/\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/gi, '<ip>'],
  [/\b0x[0-9a-f]+\b/gi, '<hex>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '<hex>'],
  [/[+-]?\b\d+(?:\.\d+)?/g, '<n>'],
];

/** The template of a log line: what stays when numbers, ids, addresses, times and quoted texts are masked. */
export function templateOf(line: string): string {
  let template = cut(line, MAX_LINE_CHARACTERS);
  for (const [form, mask] of MASKS) template = template.replace(form, mask);
  return cut(template.replace(/\s+/g, ' ').trim(), MAX_TEMPLATE_CHARACTERS);
}

/** A short name of a text: equal for equal texts. */
export function shortHash(text: string, characters = 12): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, characters);
}
