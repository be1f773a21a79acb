import { describe, expect, it } from 'vitest';
import { keyOf, shown } from '#lib/kubernetes/refs.ts';
import { diagnose } from '#lib/rca/index.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { drivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import { historyOf } from '#simulators/kubernetes/testing/history.ts';
import { snapshotOfCluster } from './cluster-snapshot.ts';
import { joins, recordedGraph } from './recorded-graph.ts';

const AGE_MS = 110_000;
/** When a fault has visible symptoms; an object that is stuck in Terminating takes minutes to be reported. */
const [SHOWS_AFTER_S, HANGS_AFTER_S] = [60, 360];
/** Kinds that a diagnosis may blame but that are not Kubernetes objects. */
const OUTSIDE = new Set(['External', 'App', 'Component']);

const FAULTS = drivenCluster().cluster.faults.list();

describe('the graph contains everything that the diagnosis of a fault refers to', () => {
  it.each(FAULTS)('$name: each blamed object is a node, and each relation an edge', ({ name }) => {
    const driven = drivenCluster({ age: AGE_MS, step: 500 });
    const [history, recorded] = [historyOf(driven), recordedGraph(driven)];
    const diagnosed = () => {
      const snapshot = snapshotOfCluster(driven, history);
      return { snapshot, diagnosis: diagnose(snapshot, windowUntil(driven.clock.now())) };
    };
    driven.cluster.faults.on(name);
    driven.pass(SHOWS_AFTER_S);
    if (diagnosed().diagnosis.verdict === 'no_incident') driven.pass(HANGS_AFTER_S);
    const { snapshot, diagnosis } = diagnosed();
    expect(diagnosis.verdict).toBe('incident');
    const graph = recorded.graph(snapshot);

    const withoutNode = diagnosis.causes
      .filter(({ object }) => !OUTSIDE.has(object.kind) && !graph.nodes.has(keyOf(object)) && !graph.missing.has(keyOf(object)))
      .map(({ object }) => shown(object));
    const steps = [
      ...diagnosis.causes.flatMap(({ chain }) => chain),
      ...diagnosis.blastRadius.affected.flatMap(({ object, via }) => (via ? [{ ...via, to: object }] : [])),
    ];
    const withoutEdge = steps
      .filter(({ relation, from, to }) => relation !== null && !joins(graph, relation, from, to))
      .map(({ relation, from, to }) => `${shown(from)} -${relation}- ${shown(to)}`);
    expect({ withoutNode, withoutEdge: [...new Set(withoutEdge)] }).toEqual({ withoutNode: [], withoutEdge: [] });
  });
});
