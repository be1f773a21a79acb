import { type GraphStore, graphStore, snapshotOf } from '#lib/graph/index.ts';
import { resourceKey } from '#lib/kubernetes/object.ts';
import { keyOf, type ObjectRef } from '#lib/kubernetes/refs.ts';
import { handle } from '#lib/platform/handles.ts';
import { type DumpQuestion, diagnoseDump } from '#lib/rca/dump-diagnosis.ts';
import { diagnose, diagnoseGroups } from '#lib/rca/index.ts';
import { type Risk, risksOf } from '#lib/rca/risks/index.ts';
import type { Diagnosis, Snapshot, Window } from '#lib/rca/types.ts';

/** The most problems of one cluster that are followed at a time. */
const MAX_GROUPS = 200;

/** The problems of a cluster, and the objects that they name as far as the cluster has them. */
export interface DiagnosedCluster {
  groups: Diagnosis[];
  resources: Snapshot['resources'];
}

/** A risk, with the key of its object in the graph. */
export type ClusterRisk = Risk & { key?: string };

/** Diagnoses clusters as they are in their graphs. */
export interface Diagnoser {
  /** A diagnosis for each problem of a cluster. */
  problems(tenantId: string, cluster: string, window: Window): Promise<DiagnosedCluster>;
  /** What is wrong in a cluster before anything fails. */
  risks(tenantId: string, cluster: string, window: Window): Promise<{ risks: ClusterRisk[]; unchecked: string[] }>;
  /** One diagnosis of the whole cluster. */
  whole(tenantId: string, cluster: string, window: Window): Promise<Diagnosis>;
  /** A diagnosis of a dump that was sent, by file; undefined when what it is asked about is not in it. */
  dump(files: readonly (readonly [string, string])[], question: DumpQuestion): Promise<Diagnosis | undefined>;
}

/**
 * Diagnoses in another thread, for a limited time; without it who asks does so itself. How long a diagnosis takes depends on
 * what a client sends: nobody else may have to wait for it.
 */
export const diagnoser = handle<Diagnoser>('diagnoser');

/** A diagnoser that works in this thread. */
export function diagnoserOf(store: GraphStore): Diagnoser {
  return {
    async problems(tenantId, cluster, window) {
      const snapshot = await snapshotOf(store, tenantId, cluster, window);
      const groups = diagnoseGroups(snapshot, window, MAX_GROUPS);
      return { groups, resources: namedBy(groups, snapshot) };
    },
    async risks(tenantId, cluster, window) {
      const snapshot = await snapshotOf(store, tenantId, cluster, window);
      const { risks, unchecked } = risksOf(snapshot);
      const keys = new Map(
        snapshot.resources.flatMap(({ kind, metadata }) => {
          const { namespace, name, uid } = metadata ?? {};
          return uid === undefined ? [] : [[keyOf({ kind, namespace, name }), resourceKey(cluster, String(uid))] as const];
        }),
      );
      const withKey = (risk: Risk): ClusterRisk => {
        const key = keys.get(keyOf(risk.object));
        return key === undefined ? risk : { ...risk, key };
      };
      return { risks: risks.map(withKey), unchecked: [...unchecked, ...(snapshot.gaps ?? [])] };
    },
    whole: async (tenantId, cluster, window) => diagnose(await snapshotOf(store, tenantId, cluster, window), window),
    dump: async (files, question) => diagnoseDump(new Map(files), question),
  };
}

/** The diagnoser of another thread where there is one, else one that works in this thread. */
export function diagnoserInUse(): Diagnoser {
  return diagnoser.find() ?? diagnoserOf(graphStore.use());
}

/** The names and uids of the objects that diagnoses name: all that the drawing of incidents needs of a snapshot. */
function namedBy(groups: readonly Diagnosis[], { resources }: Snapshot): Snapshot['resources'] {
  const named = new Set<string>();
  const add = (object: ObjectRef) => named.add(keyOf(object));
  for (const { symptoms, causes, chain } of groups) {
    for (const { object } of [...symptoms, ...causes]) add(object);
    for (const { from, to } of chain) {
      add(from);
      add(to);
    }
  }
  return resources.flatMap(({ kind, metadata }) => {
    const { namespace, name, uid } = metadata ?? {};
    return named.has(keyOf({ kind, namespace, name })) ? [{ kind, metadata: { namespace, name, uid } }] : [];
  });
}
