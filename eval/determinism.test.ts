import { describe, expect, it } from 'vitest';
import { readDump } from '#lib/rca/dump.ts';
import { diagnose, diagnoseGroups } from '#lib/rca/index.ts';
import { random, reordered } from '#lib/rca/testing/mutations.ts';
import type { Snapshot, Window } from '#lib/rca/types.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { type DrivenCluster, drivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import { historyOf } from '#simulators/kubernetes/testing/history.ts';
import { snapshotOfCluster } from './cluster-snapshot.ts';

const ORDERS = 100;
const SHOWS_AFTER_S = 60;

const FAULTS = [
  [],
  ['bad-image-tag'],
  ['node-down'],
  ['network-policy'],
  ['database-connections'],
  ['no-gpu'],
  ['selector-mismatch', 'liveness-too-early', 'job-failed'],
].map((names) => ({ names, what: names.join(' and ') || 'a calm cluster' }));

/** A cluster one minute after the faults began, as a dump and as the live graph contains it. */
function after(names: readonly string[]): { driven: DrivenCluster; dump: Snapshot; live: Snapshot; window: Window } {
  const driven = drivenCluster({ age: 110_000, step: 500 });
  const history = historyOf(driven);
  for (const name of names) driven.cluster.faults.on(name);
  driven.pass(SHOWS_AFTER_S);
  const to = driven.clock.now();
  return { driven, dump: readDump(filesOf(driven)).snapshot, live: snapshotOfCluster(driven, history), window: windowUntil(to) };
}

/** The cluster as `kg-rca dump` writes it, with an alert and some metric samples for each Pod. */
function filesOf(driven: DrivenCluster): Map<string, string> {
  const { resources, events, logs, collectedAt } = snapshotOfCluster(driven);
  const pods = resources.filter(({ kind }) => kind === 'Pod').map(({ metadata }) => metadata as { namespace: string; name: string });
  const samples = pods.flatMap(({ namespace, name }, index) =>
    Array.from({ length: 12 }, (_, at) => {
      const time = new Date(collectedAt - (12 - at) * 5_000).toISOString();
      return `${time},Pod,${namespace},${name},cpu_cores,${0.1 + index / 10}`;
    }),
  );
  return new Map([
    ['case.json', JSON.stringify({ collectedAt: new Date(collectedAt).toISOString() })],
    ['resources.json', JSON.stringify({ kind: 'List', items: resources })],
    ['events.json', JSON.stringify({ kind: 'List', items: events })],
    [
      'alerts.json',
      JSON.stringify(pods.map(({ namespace, name: pod }) => ({ status: 'firing', labels: { namespace, pod, alertname: 'High' } }))),
    ],
    ['metrics.csv', ['time,kind,namespace,name,metric,value', ...samples].join('\n')],
    ...logs.map(({ namespace, pod, container, previous, lines }): [string, string] => [
      `logs/${namespace}/${pod}/${container}${previous ? '.previous' : ''}.log`,
      lines.join('\n'),
    ]),
  ]);
}

describe('the same snapshot gives the same bytes in a hundred orders', () => {
  it.each(FAULTS)('for $what', ({ names }) => {
    const { dump, live, window } = after(names);
    const bytes = (of: Snapshot) => JSON.stringify([diagnose(of, window), diagnoseGroups(of, window)]);
    const snapshots = [dump, live];
    const expected = snapshots.map(bytes);
    const next = random(3);
    expect(diagnose(dump, window).verdict).toBe(names.length > 0 ? 'incident' : 'no_incident');
    for (let round = 0; round < ORDERS; round++) {
      const which = round % snapshots.length;
      expect(bytes(reordered(snapshots[which]!, next)) === expected[which]).toBe(true);
    }
  });
});
