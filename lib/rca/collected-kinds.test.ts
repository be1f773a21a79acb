import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CUSTOM_GROUPS, customKindsOf } from '#lib/kubernetes/custom-kinds.ts';
import { EVENT_KIND, STATE_KINDS } from '#lib/kubernetes/kinds.ts';

/** What a rule may look up although nobody collects it, and why. */
const NOT_COLLECTED = new Map([['Endpoints', 'in old dumps only: live clusters have EndpointSlices, which say the same']]);

const COLLECTED = new Set([
  ...[...STATE_KINDS, EVENT_KIND].map(({ kind }) => kind),
  ...CUSTOM_GROUPS.flatMap((group) => (customKindsOf(group) ?? []).map(({ kind }) => kind)),
  ...NOT_COLLECTED.keys(),
]);

/** The kinds that the source of the diagnosis looks up by name. The compiler checks those of `of`; a test is enough for the rest. */
function kindsLookedUp(): { kind: string; file: string }[] {
  const files = globSync('**/*.ts', { cwd: import.meta.dirname, exclude: ['**/*.test.ts', 'testing/**'] });
  return files.flatMap((file) => {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8');
    return [...source.matchAll(/\b(?:cluster|inventory|given)\.(?:of|find|knows|locate)\(\s*'([A-Za-z]+)'/g)].map((match) => ({
      kind: match[1] ?? '',
      file,
    }));
  });
}

it('every kind that a rule looks up is one that the agent, the chart and the command line collect', () => {
  const found = kindsLookedUp();
  expect(found.length).toBeGreaterThan(40);
  expect(found.filter(({ kind }) => !COLLECTED.has(kind))).toEqual([]);
});
