import { dig, type Fields, items, number, text, time } from '#lib/kubernetes/fields.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { Cluster, Entity } from '../cluster/index.ts';

/** What is wrong with a custom resource: the field that says so, its value, and what its controller says about it. */
export interface Failure {
  path: string;
  value: string;
  message: string;
  /** The resource only repeats that something which it manages does not work: that has a cause of its own. */
  isConsequence?: boolean;
}

/** How a kind says that it fails. */
export type Signal = (object: KubernetesObject, entity: Entity, cluster: Cluster) => Failure | undefined;

/** A kind of custom resource and how its controller reports that it fails. */
export interface CustomKind {
  kind: string;
  /** The API group, such as `cert-manager.io`: other projects use the same kinds. */
  group: string;
  code: string;
  failure: Signal;
  /** What to do about it, a whole sentence. */
  remedy: string;
  /** Nobody told us what the conditions of the kind mean: they are read as the conventions of Kubernetes want them. */
  isGuess?: boolean;
}

/** A controller that has just begun needs a moment: only what it has said for this long, in ms, is a failure. */
const PATIENCE_MS = 120_000;
/** Reasons of a condition by which a controller says that it is still at work, or was told to stop. */
const AT_WORK =
  /^(Progressing|Pending|Reconcil\w*|Creating|Initiali[sz]\w*|Provisioning|InProgress|Waiting\w*|Suspended|Paused|Scaling|Deploying|Deployed|NewReplicaSet\w*|Unknown|SomePodsNotReady|DoesNotExist|Issuing)$/i;

/** The first signal that says something. */
export function anyOf(...signals: Signal[]): Signal {
  return (object, entity, cluster) => {
    for (const signal of signals) {
      const failure = signal(object, entity, cluster);
      if (failure) return failure;
    }
    return undefined;
  };
}

/** The same failures, as consequences of what the resource manages. */
export function consequence(signal: Signal): Signal {
  return (object, entity, cluster) => {
    const failure = signal(object, entity, cluster);
    return failure && { ...failure, isConsequence: true };
  };
}

/**
 * Conditions that mean failure, such as `Ready=False Stalled=True`, in the order of their weight. Left out are those about an
 * older generation of the object, those by which the controller is still at work, and those that are only just so.
 */
export function conditions(wanted: string, at: readonly string[] = ['status', 'conditions']): Signal {
  const pairs = wanted.split(' ').map((one) => one.split('='));
  return (object, _entity, { now }) => {
    const generation = number(dig(object, 'metadata', 'generation'));
    const current = items(dig(object, ...at)).filter(
      ({ observedGeneration }) => generation === undefined || (number(observedGeneration) ?? generation) >= generation,
    );
    for (const [type, status] of pairs) {
      const found = current.find((one) => one.type === type && one.status === status && isSettled(one, now));
      if (found) return failureOf(`${at.join('.')}[${type}]`, found);
    }
    return undefined;
  };
}

/** The same for lists of conditions below each item of a list: `status.parents[].conditions`. */
export function nestedConditions(wanted: string, ...list: string[]): Signal {
  const below = conditions(wanted, ['conditions']);
  return (object, entity, cluster) => {
    for (const item of items(dig(object, ...list))) {
      const failure = below({ ...item, metadata: object.metadata as Fields }, entity, cluster);
      if (failure) return { ...failure, path: `${list.join('.')}[].${failure.path}` };
    }
    return undefined;
  };
}

/** A text in the status that means failure, with the message or the reason beside it. */
export function told(path: readonly string[], values: readonly string[], ...messageAt: string[]): Signal {
  return (object) => {
    const value = text(dig(object, ...path));
    if (value === undefined || !values.includes(value)) return undefined;
    const beside = [messageAt.length > 0 ? messageAt : ['status', 'message'], ['status', 'reason']].flatMap(
      (one) => text(dig(object, ...one)) ?? [],
    );
    return { path: path.join('.'), value, message: beside[0] ?? value };
  };
}

/** A phase that means failure. */
export function phases(...values: string[]): Signal {
  return told(['status', 'phase'], values);
}

function isSettled({ reason, lastTransitionTime }: Fields, now: number): boolean {
  const since = time(lastTransitionTime);
  return !AT_WORK.test(text(reason) ?? '') && (since === undefined || now - since >= PATIENCE_MS);
}

function failureOf(path: string, condition: Fields): Failure {
  return {
    path,
    value: text(condition.status) ?? '',
    message: text(condition.message) ?? text(condition.reason) ?? text(condition.type) ?? '',
  };
}

/** What a failing resource that no other code describes is called. */
export const NOT_RECONCILED = 'resource.not_reconciled';

/** One entry for some kinds of a group that say the same in the same way. */
export function of(group: string, kinds: string, failure: Signal, remedy: string, code = NOT_RECONCILED): CustomKind[] {
  return kinds.split(' ').map((kind) => ({ kind, group, code, failure, remedy }));
}
