import { shown } from '#lib/kubernetes/refs.ts';
import type { Workload } from '../cluster/index.ts';
import { changeEvidence, logEvidence, stateEvidence } from '../evidence.ts';
import { failingCalls } from '../failing-calls.ts';
import { type Candidate, hit, type Rule, recentChange, type Scene, withChange } from '../rule.ts';
import { addressRemedies } from './dependencies.ts';

/**
 * A program that cannot connect to its database and does not log which address it uses.
 * Signals: log lines about a failed connection to a database without a host, while few other workloads log the same.
 * Blames: the ConfigMap or Secret that was changed shortly before, otherwise the workload. If the database serves other
 * workloads, this one has the wrong address; if many cannot connect, none of them is at fault.
 * Source: kubernetes.io/docs/tasks/debug/debug-application/debug-service.
 */
export const unnamedDatabaseRule: Rule = (scene) => scene.cluster.workloads.flatMap((workload) => unnamedDatabase(scene, workload) ?? []);

function unnamedDatabase(scene: Scene, workload: Workload): Candidate | undefined {
  const sign = scene.signOf(workload);
  if (!sign || sign.what === 'CallsFailing') return undefined;
  const facts = failingCalls(scene, workload);
  const isNamed = facts.some(({ host }) => host !== undefined);
  const fact = facts
    .filter(({ database, type }) => database && type !== 'host-unknown')
    .toSorted((a, b) => b.linesAfter - a.linesAfter)
    .at(-1);
  if (!fact || isNamed) return undefined;
  const alike = scene.cluster.workloads.filter(
    (one) =>
      one !== workload &&
      one.ref.namespace === workload.ref.namespace &&
      scene.signOf(one) &&
      failingCalls(scene, one).some(({ database }) => database),
  );
  if (alike.length >= 3) return undefined;
  const secrets = scene.cluster
    .referencesOf(workload)
    .filter(({ target, forPull }) => (target.kind === 'Secret' || target.kind === 'ConfigMap') && !forPull);
  const change = secrets.map(({ target }) => recentChange(scene, target, ['data'])).find((one) => one !== undefined);
  const evidence = [
    logEvidence(fact),
    stateEvidence(
      workload.ref,
      'spec.template.spec.containers[].envFrom',
      secrets.map(({ target }) => target.name).join(', '),
      `Its database address comes from ${secrets.map(({ target }) => shown(target)).join(', ') || 'its own configuration'}; ${alike.length === 0 ? 'no other workload has' : 'few other workloads have'} problems with a database`,
    ),
  ];
  const candidate: Candidate = {
    code: 'dependency.db_address_wrong',
    object: change?.object ?? workload.ref,
    proof: 'log',
    weight: 0.04 - 0.1 * alike.length,
    own: true,
    summary: `Only ${shown(workload.ref)} cannot connect to its database: the address in its configuration is wrong.`,
    evidenceFor: change ? [changeEvidence(change), ...evidence] : evidence,
    remedies: addressRemedies(workload, change?.object ?? workload.ref, undefined),
    hits: [hit(workload, 'connection refused', 'It cannot connect to its database')],
    ...(fact.at !== undefined && { onset: fact.at }),
    ...(change && { change }),
  };
  return change ? candidate : withChange(scene, candidate, workload.ref, ['env', 'config-reference']);
}
