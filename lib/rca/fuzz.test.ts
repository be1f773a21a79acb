import { describe, expect, it } from 'vitest';
import { type DumpFiles, readDump } from './dump.ts';
import { diagnose, diagnoseGroups } from './index.ts';
import { CASES } from './testing/cases.ts';
import { mutated, random, scrambled } from './testing/mutations.ts';
import { ago, WINDOW } from './testing/snapshots.ts';
import type { Diagnosis, Snapshot, Window } from './types.ts';

/** `FUZZ_ROUNDS=100000 npx vitest run --project unit lib/rca/fuzz` is the long run. */
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 2_500);
/** `FUZZ_SEED=4711 npx vitest run --project unit lib/rca/fuzz` repeats a seed that failed. */
const SEED = process.env.FUZZ_SEED;
const SEEDS = SEED === undefined ? Array.from({ length: ROUNDS }, (_, seed) => seed) : [Number(SEED)];
/** CPU time for work that normally takes milliseconds: more means an almost endless loop. */
const HANGS_MS = 5_000;
const MOST_MUTATIONS = 8;

/** Every case, with an alert and samples of a metric added. */
const SNAPSHOTS = Object.values(CASES).map(({ snapshot }): Snapshot => {
  const about = { namespace: 'shop', pod: 'web-7d9c5b6f4-b0xyz', service: 'web', alertname: 'HighLatency' };
  return {
    ...snapshot,
    alerts: [
      ...snapshot.alerts,
      { status: 'firing', labels: about, annotations: { summary: 'Normal=5 -> Current=900' }, startsAt: ago(4) },
    ],
    metrics: Array.from({ length: 10 }, (_, at) => ({
      ...{ time: ago(10 - at), kind: 'Service', namespace: 'shop', name: 'web', metric: 'latency_p95_ms' },
      value: at < 5 ? 5 : 900,
    })),
  };
});

/** The files of a dump with the contents of a snapshot. */
function filesOf(snapshot: Snapshot): Map<string, string> {
  const { collectedAt, resources, events, alerts, metrics, logs, read } = snapshot;
  const rows = metrics.map(({ time, kind, namespace, name, metric, value }) => [time, kind, namespace, name, metric, value].join(','));
  return new Map([
    ['case.json', JSON.stringify({ collectedAt: new Date(collectedAt).toISOString(), ...read })],
    ['resources.json', JSON.stringify({ kind: 'List', items: resources })],
    ['events.json', JSON.stringify({ kind: 'List', items: events })],
    ['alerts.json', JSON.stringify(alerts)],
    ['metrics.csv', ['time,kind,namespace,name,metric,value', ...rows].join('\n')],
    ...logs.map(({ namespace, pod, container, previous, lines }): [string, string] => [
      `logs/${namespace}/${pod}/${container}${previous ? '.previous' : ''}.log`,
      lines.join('\n'),
    ]),
  ]);
}

/** Breaks values in the files, and now and then the texts themselves. */
function brokenFiles(files: DumpFiles, next: () => number): DumpFiles {
  const broken = new Map(files);
  const names = [...files.keys()];
  for (let times = 1 + Math.floor(next() * MOST_MUTATIONS); times > 0; times--) {
    const name = next() < 0.5 ? 'resources.json' : names[Math.floor(next() * names.length)]!;
    const content = broken.get(name);
    if (content === undefined) continue;
    const dice = next();
    const value = dice < 0.9 && name.endsWith('.json') ? parsed(content) : undefined;
    if (value !== undefined) broken.set(name, JSON.stringify(mutated(value, next)) ?? '');
    else if (dice < 0.98) broken.set(name, scrambled(content, next));
    else broken.delete(name);
  }
  return broken;
}

/** The value of a JSON text; undefined if it is invalid or too large to be processed further. */
function parsed(content: string): unknown {
  try {
    return content.length < 200_000 ? JSON.parse(content) : undefined;
  } catch {
    return undefined;
  }
}

function brokenSnapshot(snapshot: unknown, next: () => number): unknown {
  let broken = snapshot;
  for (let times = 1 + Math.floor(next() * MOST_MUTATIONS); times > 0; times--) broken = mutated(broken, next);
  return broken;
}

function expectValidDiagnoses(snapshot: Snapshot, window: Window): void {
  const whole = diagnose(snapshot, window);
  const groups = diagnoseGroups(snapshot, window);
  for (const one of [whole, ...groups]) expectValid(one);
}

/** What the consumers of a diagnosis rely on, including that it survives serialization. */
function expectValid(diagnosis: Diagnosis): void {
  const { verdict, reason, causes, gaps } = diagnosis;
  expect(['incident', 'no_incident']).toContain(verdict);
  expect(typeof reason).toBe('string');
  expect(gaps.every((gap) => typeof gap === 'string')).toBe(true);
  for (const { confidence, object, summary, tier } of causes) {
    expect(confidence > 0 && confidence < 1).toBe(true);
    expect([typeof object.kind, typeof object.name, typeof summary]).toEqual(['string', 'string', 'string']);
    expect(['confirmed', 'likely', 'possible']).toContain(tier);
  }
  expect(JSON.parse(JSON.stringify(diagnosis))).toEqual(diagnosis);
}

/** Runs a check with each seed, and names the seed with which it fails or hangs. */
function fuzz(check: (snapshot: Snapshot, next: () => number) => void): void {
  for (const seed of SEEDS) {
    const began = process.cpuUsage();
    try {
      check(SNAPSHOTS[seed % SNAPSHOTS.length]!, random(seed));
    } catch (error) {
      throw new Error(`seed ${seed} (FUZZ_SEED=${seed} repeats it): ${(error as Error).stack}`);
    }
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000, `seed ${seed} hangs (FUZZ_SEED=${seed} repeats it)`).toBeLessThan(HANGS_MS);
  }
}

describe('malformed input', () => {
  const limit = 60_000 + ROUNDS * 20;
  it(
    `in the files of a dump gets a valid diagnosis, with a list of problems (${SEEDS.length} mutations)`,
    () => {
      fuzz((snapshot, next) => {
        const read = readDump(brokenFiles(filesOf(snapshot), next));
        expect(read.problems.every((problem) => typeof problem === 'string')).toBe(true);
        expectValidDiagnoses(read.snapshot, read.window);
      });
    },
    limit,
  );

  it(
    `in the objects of a snapshot gets a valid diagnosis (${SEEDS.length} mutations)`,
    () => {
      fuzz((snapshot, next) => expectValidDiagnoses(brokenSnapshot(snapshot, next) as Snapshot, WINDOW));
    },
    limit,
  );

  it('that contains no objects gets a valid diagnosis', () => {
    expect(diagnose({} as Snapshot, WINDOW).verdict).toBe('no_incident');
    expect(diagnoseGroups({ resources: [null, 3, 'x', { kind: 'Pod' }] } as unknown as Snapshot, WINDOW)).toEqual([]);
  });
});
