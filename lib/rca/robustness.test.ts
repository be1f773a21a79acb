import { describe, expect, it } from 'vitest';
import { type DumpFiles, readDump } from './dump.ts';
import { diagnose, diagnoseGroups } from './index.ts';
import { CASES } from './testing/cases.ts';
import { mutated, random, reordered, scrambled } from './testing/mutations.ts';
import { WINDOW } from './testing/snapshots.ts';
import type { Snapshot } from './types.ts';

/** `FUZZ_ROUNDS=100000 npx vitest run --project unit lib/rca/robustness` for the long run. */
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 6_000);
const REPEATS = 100;
const snapshots = Object.values(CASES).map(({ snapshot }) => snapshot);

const answers = (snapshot: Snapshot) => JSON.stringify([diagnose(snapshot, WINDOW), diagnoseGroups(snapshot, WINDOW)]);

describe('the same input', () => {
  it.each(Object.entries(CASES))('gives the same bytes in any order: %s', (_, { snapshot }) => {
    const expected = answers(snapshot);
    const next = random(7);
    const unordered = (name: string) => ['resources', 'events', 'logs', 'alerts', 'metrics', 'changes', 'conditions'].includes(name);
    for (let round = 0; round < REPEATS; round++) expect(answers(reordered(snapshot, next, unordered) as Snapshot) === expected).toBe(true);
  });
});

describe('malformed input', () => {
  /** Breaks one thing after the other, begins anew now and then, and tells the seed of what fails. */
  function fuzz<T>(rounds: number, fresh: (round: number) => T, breakOne: (value: T, next: () => number) => T, look: (value: T) => void) {
    let value = fresh(0);
    for (let round = 0; round < rounds; round++) {
      value = breakOne(round % 25 === 0 ? fresh(round) : value, random(round));
      try {
        look(value);
      } catch (error) {
        throw new Error(`round ${round} of ${rounds}: ${(error as Error).stack}`);
      }
    }
  }

  it(`never makes the diagnosis throw, whatever the objects hold (${ROUNDS} mutations)`, () => {
    fuzz<unknown>(
      ROUNDS,
      (round) => snapshots[(round / 25) % snapshots.length],
      mutated,
      (broken) => {
        const { verdict, reason } = diagnose(broken as Snapshot, WINDOW);
        expect(['incident', 'no_incident']).toContain(verdict);
        expect(typeof reason).toBe('string');
        expect(Array.isArray(diagnoseGroups(broken as Snapshot, WINDOW))).toBe(true);
      },
    );
  });

  it(`never makes a dump unreadable, whatever its files hold (${Math.ceil(ROUNDS / 10)} mutations)`, () => {
    const filesOf = (snapshot: Snapshot): DumpFiles =>
      new Map([
        ['case.json', '{"collectedAt": "2026-03-01T12:00:00Z", "kinds": ["Pod"]}'],
        ['resources.json', JSON.stringify({ kind: 'List', items: snapshot.resources })],
        ['events.json', JSON.stringify({ kind: 'List', items: snapshot.events })],
        [
          'alerts.json',
          JSON.stringify([{ status: 'firing', labels: { alertname: 'High', pod: 'web' }, startsAt: '2026-03-01T11:59:00Z' }]),
        ],
        ['metrics.csv', 'time,kind,namespace,name,metric,value\n2026-03-01T11:59:00Z,Pod,shop,web,cpu_cores,0.9\n'],
        ['logs/shop/web/main.log', 'connecting to cart:8080\nERROR connection refused\n'],
      ]);
    fuzz(
      Math.ceil(ROUNDS / 10),
      (round) => filesOf(snapshots[(round / 25) % snapshots.length]!),
      (files, next) => {
        const names = [...files.keys()];
        const name = names[Math.floor(next() * names.length)]!;
        const broken = new Map(files);
        if (next() < 0.1) broken.delete(name);
        else broken.set(name, scrambled(files.get(name) ?? '', next));
        return broken;
      },
      (files) => {
        const { snapshot, window, problems } = readDump(files);
        expect(['incident', 'no_incident']).toContain(diagnose(snapshot, window).verdict);
        expect(problems.every((problem) => typeof problem === 'string')).toBe(true);
      },
    );
  });

  it('gives an answer for a snapshot that is nothing at all', () => {
    expect(diagnose({} as Snapshot, WINDOW).verdict).toBe('no_incident');
    expect(diagnoseGroups({ resources: [null, 3, 'x', { kind: 'Pod' }] } as unknown as Snapshot, WINDOW)).toEqual([]);
  });
});
