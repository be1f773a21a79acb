import { readFileSync } from 'node:fs';
import { maskText } from '#lib/redaction/mask.ts';

/** What masking did to the labelled lines. Shares are between 0 and 1. */
export interface MaskingMeasure {
  secrets: number;
  /** The share of lines with secrets of which nothing marked as secret is left. */
  recall: number;
  /** Lines of which a secret is left, as they leave the cluster. */
  missed: string[];
  kept: number;
  /** Lines with secrets that lost a host, a user or another text that a diagnosis needs. */
  lost: string[];
  innocent: number;
  /** The share of lines without secrets that were changed. */
  falsePositives: number;
  changed: string[];
}

/** The lines of a file beside this one, without its comments. `·` splits made-up keys, `⏎` is a line break. */
function linesOf(file: string): string[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => line.replaceAll('·', '').replaceAll('⏎', '\n'));
}

/** The texts between two marks. The last one may be cut off by the end of the line, as in a log. */
function marked(line: string, open: string, close: string): string[] {
  return line
    .split(open)
    .slice(1)
    .map((part) => part.split(close)[0]!);
}

/** Masks all labelled lines and counts. A secret counts as left when any of its words of three characters or more is. */
export function measureMasking(mask: (text: string) => string = maskText): MaskingMeasure {
  const lines = linesOf('secrets.txt');
  const missed: string[] = [];
  const lost: string[] = [];
  let kept = 0;
  for (const line of lines) {
    const masked = mask(line.replace(/[⟦⟧‹›]/g, ''));
    const secrets = marked(line, '⟦', '⟧').map((secret) => secret.replace(/[‹›]/g, ''));
    const open = line.replace(/⟦[^⟧]*⟧?/g, ' ');
    const isLeft = (secret: string) =>
      [secret, ...secret.split(/[^A-Za-z0-9]+/).filter((word) => word.length >= 3 && !open.includes(word))].some((word) =>
        masked.includes(word),
      );
    if (secrets.some(isLeft)) missed.push(masked);
    const needed = marked(line, '‹', '›');
    kept += needed.length > 0 ? 1 : 0;
    if (needed.some((text) => !masked.includes(text))) lost.push(masked);
  }
  const innocent = linesOf('innocent.txt');
  const changed = innocent.filter((line) => mask(line) !== line).map((line) => mask(line));
  return {
    secrets: lines.length,
    recall: 1 - missed.length / lines.length,
    missed,
    kept,
    lost,
    innocent: innocent.length,
    falsePositives: changed.length / innocent.length,
    changed,
  };
}
