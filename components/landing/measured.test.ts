import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MEASURED, percent } from './measured.ts';

const document = readFileSync(join(import.meta.dirname, '../../docs/accuracy.md'), 'utf8').replaceAll("'", '’');

describe('what the landing page says of the accuracy', () => {
  it.each(MEASURED.sources)('$name: is what docs/accuracy.md says', ({ name, cases, firstRight, confirmed }) => {
    const row = document.split('\n').find((line) => line.startsWith(`| ${name}`));
    const [, , shownCases = '', shownFirst, , shownConfirmed] = (row ?? '').split('|').map((cell) => cell.trim());
    expect({ cases: Number.parseInt(shownCases, 10), firstRight: shownFirst, confirmed: shownConfirmed }).toEqual({
      cases,
      firstRight,
      confirmed,
    });
  });

  it('names the figure to believe as the document does', () => {
    expect(document).toContain(`${MEASURED.unseen} is the figure to believe`);
    expect(document).toContain(`${MEASURED.healthyRecordings} with nothing wrong`);
  });

  it('gives shares in percent without losing a digit', () => {
    expect([percent('.978'), percent('1.000'), percent('.889')]).toEqual(['97.8 %', '100 %', '88.9 %']);
  });
});
