import type { RelationType } from './references.ts';
import type { Selector } from './selectors.ts';

/**
 * Bounds of the relations of a cluster. Real clusters are far below them; with them, time and memory grow with the number of
 * objects and not with its square, whatever a client sends. What is beyond a bound is left out: of several objects, those that
 * came last.
 */

/** Objects that select one pod and are related to it, by type of relation: Services, or policies and budgets. */
export const MAX_SELECTING = 50;
/** Objects that refer to one object and are related to it, by type of relation. */
export const MAX_REFERRING = 5_000;
/** References of one object that are followed. */
export const MAX_REFERENCES = 500;
/** Referring objects, and references of theirs, that are looked at again when an object comes or goes. */
export const MAX_RELATED_AGAIN = { holders: MAX_REFERRING, references: 100_000 };
/** Relations of live objects that have ended and are remembered, of all clusters. */
export const MAX_ENDED = 50_000;
/** Workloads that are looked at for one Service without pods, and Services for one workload. */
export const MAX_MAKERS = 50;

/** Labels of one object, and terms of one selector, that count. Longer ones than Kubernetes allows (253 + 1 + 63 and 63) do not exist. */
const MAX_TERMS = 100;
const MAX_LABEL = { key: 317, value: 63 };
/** References and labels that weigh as much in memory as another object. */
const PER_OBJECT = 50;

/** How many objects of a type may hold a relation to one object. */
export function maxHolders(type: RelationType): number {
  return type === 'SELECTS' || type === 'RESTRICTS' ? MAX_SELECTING : MAX_REFERRING;
}

/** With fewer holders than this an object has room for another of any type. */
export const FEWEST_HOLDERS = Math.min(MAX_SELECTING, MAX_REFERRING);

/** The labels that count. */
export function boundedLabels(labels: Record<string, string>): Record<string, string> {
  const entries = Object.entries(labels);
  const isFine = entries.length <= MAX_TERMS && entries.every(isLabel);
  return isFine ? labels : Object.fromEntries(entries.filter(isLabel).slice(0, MAX_TERMS));
}

function isLabel([key, value]: [string, string]): boolean {
  return key.length <= MAX_LABEL.key && value.length <= MAX_LABEL.value;
}

/** Whether a selector is so large that it counts as selecting nothing. */
export function isBeyondBounds({ equal, expressions }: Selector): boolean {
  const pairs = Object.entries(equal);
  const terms = expressions.reduce((sum, { values }) => sum + 1 + values.length, pairs.length);
  return terms > MAX_TERMS || !pairs.every(isLabel);
}

/** How many ordinary objects one weighs as much as: 1 for almost all. */
export function weightOf(references: number, labels: number): number {
  return 1 + Math.floor((references + labels) / PER_OBJECT);
}
