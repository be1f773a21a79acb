import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generatedFiles } from '../scripts/server-chart.ts';

it.each(Object.entries(generatedFiles()))(
  '%s of the chart is what the code makes (node scripts/server-chart.ts writes it)',
  (path, text) => {
    expect(readFileSync(join(import.meta.dirname, path), 'utf8')).toBe(text);
  },
);
