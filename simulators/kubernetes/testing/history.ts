import { creationOf, deletionOf, type NotedChange, updateOf } from '#lib/graph/projection/changes.ts';
import { STATE_KINDS } from '#lib/kubernetes/kinds.ts';
import type { ChangeRecord } from '#lib/rca/types.ts';
import { keyedDigest } from '#lib/redaction/config-data.ts';
import { project } from '#lib/redaction/project.ts';
import type { DrivenCluster } from '../cluster/testing/driven.ts';
import type { Obj } from '../store/object.ts';

const CLUSTER = 'driven';
const digest = keyedDigest('kg_test_key');
const KINDS = new Map(STATE_KINDS.map((kind) => [kind.kind, kind]));

/** What the agent sends from a cluster: its objects with hashed configuration, and the changes since it started watching. */
export interface History {
  resources(): Obj[];
  changes(): ChangeRecord[];
}

/** Watches a driven cluster from now on, like the agent and the graph. */
export function historyOf({ store, clock }: DrivenCluster): History {
  const since = clock.now();
  const known = new Map<string, Obj>();
  const changes: ChangeRecord[] = [];
  const seen = (object: Obj) =>
    project(KINDS.get(object.kind)!, object as unknown as Parameters<typeof project>[1], digest) as unknown as Obj;
  const resources = () => STATE_KINDS.flatMap(({ kind }) => store.list(kind).map(seen));
  for (const object of resources()) known.set(object.metadata.uid, object);
  const note = ({ metadata, kind }: Obj, change: NotedChange | undefined) => {
    if (!change) return;
    const { key, at, op, fields, by } = change;
    const { name, namespace } = metadata;
    changes.push({ id: key, object: { kind, ...(namespace && { namespace }), name }, at, op, fields, ...(by && { by }) });
  };
  store.listen(({ type, object }) => {
    if (!KINDS.has(object.kind)) return;
    const at = clock.now();
    const { uid } = object.metadata;
    const [before, after] = [known.get(uid), seen(object)];
    if (type === 'DELETED') {
      known.delete(uid);
      note(after, deletionOf(CLUSTER, after, at));
    } else if (before) note(after, updateOf(CLUSTER, before, after, { at, lastSeen: at - 1 }, false));
    else note(after, creationOf(CLUSTER, after, since));
    if (type !== 'DELETED') known.set(uid, after);
  });
  return { resources, changes: () => changes };
}
