import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, items, text } from '#lib/kubernetes/fields.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Cluster } from './cluster/index.ts';
import { adviceFor, keeperOf } from './gitops.ts';
import type { Advice, Candidate } from './rule.ts';
import type { Sign } from './symptoms/index.ts';
import type { Remedy } from './types.ts';

/** The kinds that commands of remedies change, as they write them. */
const KINDS = new Map(
  ['Pod', 'Job', 'CronJob', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Service', 'Ingress', 'NetworkPolicy', 'ConfigMap'].map(
    (kind) => [kind.toLowerCase(), kind],
  ),
);

/**
 * What to do about a cause, adapted to the objects that its commands change: what a pod or Job does not let one change, a pod of an
 * old revision whose template is right by now, and objects that GitOps or Helm would change back.
 */
export function remediesOf(cluster: Cluster, { remedies, object }: Candidate, signs: readonly Sign[]): Remedy[] {
  const stale = stalePod(cluster, object, signs);
  const kept = stale ? [recreated(stale), ...remedies.filter((one) => changed(one) === undefined)] : remedies;
  const found = kept.map((advice) => {
    const target = changed(advice);
    const fixedAdvice = target ? (unchangeable(cluster, advice, target) ?? managed(cluster, advice, target) ?? advice) : advice;
    return remedyOf(fixedAdvice);
  });
  return found.filter((one, index) => found.findIndex((other) => other.text === one.text && other.command === one.command) === index);
}

/** Advice as a diagnosis shows it. */
export function remedyOf({ text: words, command: own }: Advice): Remedy {
  return own ? { text: words, command: own.line } : { text: words };
}

/** The object that a command changes; undefined if it only reads, or changes something else. */
function changed({ command: own }: Advice): ObjectRef | undefined {
  const words = own?.pipeline[0] ?? [];
  const verb = words[1] === 'rollout' && words[2] === 'undo' ? 'undo' : words[1];
  if (words[0] !== 'kubectl' || !['edit', 'set', 'patch', 'undo', 'scale'].includes(verb ?? '')) return undefined;
  const at = words.indexOf('-n');
  const named = words.slice(2, at < 0 ? undefined : at).find((word) => KINDS.has(word.split('/')[0] ?? ''));
  if (named === undefined) return undefined;
  const [kind = '', name = words[words.indexOf(named) + 1]] = named.split('/');
  return name === undefined ? undefined : ref(KINDS.get(kind) ?? kind, at < 0 ? undefined : words[at + 1], name);
}

/** Advice for what the API server does not let one change: nearly all of a pod, and the pod template of a Job. */
function unchangeable(cluster: Cluster, { text: words, command: own }: Advice, target: ObjectRef): Advice | undefined {
  const isImage = own?.pipeline[0]?.[2] === 'image';
  if (target.kind === 'Job')
    return {
      text: `${words} The pod template of a Job cannot be changed: keep its manifest, delete the Job, and create it again with the correction.`,
      command: command`kubectl get ${kindAndName(target)} -o yaml`,
    };
  if (target.kind !== 'Pod' || isImage) return undefined;
  const owner = ownerOfPod(cluster.find('Pod', target.namespace, target.name)?.object);
  return {
    text: owner
      ? `${words} A pod cannot be changed this way: change ${owner}, which creates it.`
      : `${words} A pod cannot be changed this way: keep its manifest, delete the pod, and create it again with the correction.`,
    command: command`kubectl get ${kindAndName(target)} -o yaml`,
  };
}

function ownerOfPod(pod: KubernetesObject | undefined): string | undefined {
  const [owner] = items(dig(pod, 'metadata', 'ownerReferences'));
  const [kind, name] = [text(owner?.kind), text(owner?.name)];
  return kind && name ? `${kind} ${name}` : undefined;
}

/** Advice for an object that is written by GitOps or Helm: a change of the object itself would be undone. */
function managed(cluster: Cluster, advice: Advice, target: ObjectRef): Advice | undefined {
  const keeper = keeperOf(cluster, target);
  return keeper && adviceFor(keeper, advice, shown(target));
}

/**
 * A failing pod of a StatefulSet that still has the revision before the last, while the template has been corrected: the controller
 * waits until it is ready, which it never will be (kubernetes.io/docs/concepts/workloads/controllers/statefulset, "Forced rollback").
 */
function stalePod(cluster: Cluster, object: ObjectRef, signs: readonly Sign[]): ObjectRef | undefined {
  const workload = object.kind === 'StatefulSet' ? cluster.workloadAt(object) : undefined;
  const updated = text(dig(workload?.object, 'status', 'updateRevision'));
  if (!workload || updated === undefined) return undefined;
  const failing = signs.filter((sign) => sign.workload === workload).flatMap(({ troubles }) => troubles.map(({ pod }) => pod));
  const revisions = failing.map(({ labels }) => labels['controller-revision-hash']);
  const isStale = revisions.length > 0 && revisions.every((revision) => revision !== undefined && revision !== updated);
  return isStale ? failing[0]?.ref : undefined;
}

function recreated(pod: ObjectRef): Advice {
  return {
    text: `${shown(pod)} still has an older revision of the template, and the StatefulSet waits for it before it updates any: delete the pod, and it is created again from the template as it is now.`,
    command: command`kubectl delete ${kindAndName(pod)}`,
  };
}
