import { describe, expect, it } from 'vitest';
import { readDump } from './dump.ts';
import { diagnose, diagnoseGroups } from './index.ts';
import { CASES } from './testing/cases.ts';
import { mutated, random, reordered, shuffled } from './testing/mutations.ts';
import { WINDOW } from './testing/snapshots.ts';
import type { Snapshot } from './types.ts';

const REPEATS = 100;
/** Broken snapshots contain duplicates and incomplete objects, whose order must not matter either. */
const BROKEN = 300;

const answers = (snapshot: Snapshot) => JSON.stringify([diagnose(snapshot, WINDOW), diagnoseGroups(snapshot, WINDOW)]);

describe('the same input gives the same bytes', () => {
  it.each(Object.entries(CASES))('in a hundred orders: %s', (_, { snapshot }) => {
    const expected = answers(snapshot);
    const next = random(7);
    for (let round = 0; round < REPEATS; round++) expect(answers(reordered(snapshot, next)) === expected).toBe(true);
  });

  it('if an object, an event, a log and an alert appear twice and differ', () => {
    const { resources, events, logs, alerts } = CASES['a bad image tag']!.snapshot;
    const [pod] = resources.filter(({ kind }) => kind === 'Pod').slice(-1);
    const twins: Snapshot = {
      ...CASES['a bad image tag']!.snapshot,
      resources: [...resources, { ...pod, status: { phase: 'Running' } }, { ...pod, status: { phase: 'Failed', reason: 'Evicted' } }],
      events: [...events, ...events.map((event) => ({ ...event, count: 9, source: { component: 'kubelet' } }))],
      logs: [
        ...logs,
        ...['connect ECONNREFUSED 10.0.0.9:5432', 'dial tcp: lookup cart: no such host'].map((line) => ({
          namespace: 'shop',
          pod: String(pod?.metadata.name),
          container: 'main',
          previous: false,
          lines: [line, 'bye'],
        })),
      ],
      alerts: [...alerts, ...['1', '2'].map((summary) => ({ status: 'firing', labels: { alertname: 'Down' }, annotations: { summary } }))],
    };
    const expected = answers(twins);
    const next = random(5);
    for (let round = 0; round < REPEATS; round++) expect(answers(reordered(twins, next)) === expected).toBe(true);
  });

  it(`even for ${BROKEN} broken snapshots`, () => {
    const snapshots = Object.values(CASES).map(({ snapshot }) => snapshot);
    for (let seed = 0; seed < BROKEN; seed++) {
      const next = random(seed);
      let broken: unknown = snapshots[seed % snapshots.length];
      for (let times = 0; times < 8; times++) broken = mutated(broken, next);
      const expected = answers(broken as Snapshot);
      for (let round = 0; round < 3; round++)
        expect(answers(reordered(broken, next) as Snapshot) === expected, `seed ${seed}, round ${round}`).toBe(true);
    }
  });

  it('whatever order the files of a dump are read in', () => {
    const { resources, events } = Object.values(CASES)[0]!.snapshot;
    const files: [string, string][] = [
      ['case.json', '{"collectedAt":"2026-03-01T12:00:00Z"}'],
      ['resources.json', JSON.stringify(resources)],
      ['events.json', JSON.stringify(events)],
      ...['a', 'b'].flatMap((pod): [string, string][] => [
        [`logs/shop/${pod}/main.log`, 'connect ECONNREFUSED 10.0.0.9:5432\n'],
        [`logs/shop/${pod}/main.previous.log`, 'listening on 8080\n'],
      ]),
    ];
    const next = random(9);
    const expected = JSON.stringify(readDump(new Map(files)));
    for (let round = 0; round < REPEATS; round++) expect(JSON.stringify(readDump(new Map(shuffled(files, next))))).toBe(expected);
  });
});
