import { describe, expect, it } from 'vitest';
import { keyOf, shown } from '#lib/kubernetes/refs.ts';
import { diagnose } from '#lib/rca/index.ts';
import { windowUntil } from '#lib/rca/window.ts';
import { drivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import { historyOf } from '#simulators/kubernetes/testing/history.ts';
import { joins, recordedGraph } from './graph-picture.ts';
import { pictureOf } from './picture.ts';

const AGE_MS = 110_000;
/** By then a fault shows; what only hangs takes minutes to be called stuck. */
const [SHOWS_AFTER_S, HANGS_AFTER_S] = [60, 360];
/** Kinds of objects that a diagnosis may blame and that are no Kubernetes objects. */
const OUTSIDE = new Set(['External', 'App', 'Component']);

const FAULTS = drivenCluster().cluster.faults.list();

describe('the graph holds what the diagnosis of every fault speaks of', () => {
  it.each(FAULTS)('$name: each blamed object is a node, each relation an edge', ({ name }) => {
    const driven = drivenCluster({ age: AGE_MS, step: 500 });
    const [history, recorded] = [historyOf(driven), recordedGraph(driven)];
    const asked = () => {
      const picture = pictureOf(driven, history);
      return { picture, answer: diagnose(picture, windowUntil(driven.clock.now())) };
    };
    driven.cluster.faults.on(name);
    driven.pass(SHOWS_AFTER_S);
    if (asked().answer.verdict === 'no_incident') driven.pass(HANGS_AFTER_S);
    const { picture, answer } = asked();
    expect(answer.verdict).toBe('incident');
    const graph = recorded.graph(picture);

    const withoutNode = answer.causes
      .filter(({ object }) => !OUTSIDE.has(object.kind) && !graph.nodes.has(keyOf(object)) && !graph.missing.has(keyOf(object)))
      .map(({ object }) => shown(object));
    const steps = [
      ...answer.causes.flatMap(({ chain }) => chain),
      ...answer.blastRadius.affected.flatMap(({ object, via }) => (via ? [{ ...via, to: object }] : [])),
    ];
    const withoutEdge = steps
      .filter(({ relation, from, to }) => relation !== null && !joins(graph, relation, from, to))
      .map(({ relation, from, to }) => `${shown(from)} -${relation}- ${shown(to)}`);
    expect({ withoutNode, withoutEdge: [...new Set(withoutEdge)] }).toEqual({ withoutNode: [], withoutEdge: [] });
  });
});
