/**
 * Writes the README of the agent's chart from the comments of its values.yaml:
 *
 *   node scripts/chart-values.ts
 *
 * A comment belongs to the value below it. A test compares the file with the values.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';

const CHART = join(import.meta.dirname, '../agent-chart');

/** The README of a chart with the given values.yaml, as a table of every value with its default and what it is. */
export function valuesReadme(values: string): string {
  const rows = rowsOf(parseDocument(values).contents as YAMLMap, '', '');
  return `# The values of the KG RCA agent's chart

Written by scripts/chart-values.ts from values.yaml: change that, not this file.

| Value | Default | What it is |
|---|---|---|
${rows.join('\n')}
`;
}

function rowsOf(map: YAMLMap, path: string, inherited: string): string[] {
  return map.items.flatMap((pair, index) => {
    const { key, value } = pair as Pair<{ value: string; commentBefore?: string | null }, unknown>;
    const name = `${path}${key.value}`;
    const own = key.commentBefore ?? (index === 0 ? map.commentBefore : undefined) ?? '';
    const comment = [inherited, own.replaceAll(/\s*\n\s*/g, ' ').trim()].filter(Boolean).join(' ');
    if (isMap(value) && value.items.length > 0)
      return rowsOf(value as YAMLMap, `${name}.`, comment && isGroup(value as YAMLMap) ? '' : comment);
    const shown = isScalar(value) ? JSON.stringify(value.value) : isMap(value) ? '{}' : listOf(value);
    return [`| \`${name}\` | \`${shown}\` | ${comment.replaceAll('|', '\\|')} |`];
  });
}

/** Whether the values of a map say themselves what they are. */
function isGroup(map: YAMLMap): boolean {
  return map.items.some(({ key }) => (key as { commentBefore?: string | null }).commentBefore) || Boolean(map.commentBefore);
}

function listOf(value: unknown): string {
  const items = (value as { toJSON(): unknown[] }).toJSON();
  return items.length > 4 ? `[${items.length} items, see values.yaml]` : JSON.stringify(items);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(join(CHART, 'README.md'), valuesReadme(readFileSync(join(CHART, 'values.yaml'), 'utf8')));
