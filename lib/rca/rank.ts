import { byText } from '#lib/kubernetes/canonical.ts';
import { keyOf } from '#lib/kubernetes/refs.ts';
import type { Cluster } from './cluster/index.ts';
import { type Reached, reachOf, type Step } from './propagation.ts';
import type { Candidate, Proof } from './rule.ts';
import type { Sign } from './symptoms/index.ts';

/** A candidate with its score. */
export interface Ranked {
  candidate: Candidate;
  score: number;
  /** The candidate whose fault explains this one, if there is one. */
  under: Candidate | undefined;
  reached: Map<string, Reached>;
  /** Keys of the signs it explains. */
  explains: Set<string>;
}

/** Typed evidence comes first: what a field of an object proves outweighs a coincidence in time. */
const BASE: Record<Proof, number> = { state: 0.9, event: 0.86, log: 0.76, change: 0.66, pattern: 0.42 };
const CHANGE_BONUS = 0.05;
const COVERAGE_BONUS = 0.06;
/** The penalty of a candidate that explains none of the signs. */
export const UNEXPLAINING = 0.12;
const GIVES_WAY = 0.5;

/**
 * Orders candidates, best first. A candidate without evidence of its own gives way to one that reaches it and has some
 * (the deepest cause), and a candidate that yields to an object gives way if that object is a candidate. Then count the
 * kind of proof, a change to the failing field, and how many of the signs it explains. Ties are broken by the earlier
 * onset, then by names: the order of the input never matters.
 */
export function rank(cluster: Cluster, found: readonly Candidate[], signs: readonly Sign[]): Ranked[] {
  const candidates = merged(found);
  const steps = new Map<string, Step[]>();
  const ranked = candidates.map((candidate) => {
    const reached = reachOf(cluster, candidate, steps);
    const explains = new Set(signs.map(({ object }) => keyOf(object)).filter((key) => reached.has(key)));
    return { candidate, score: 0, under: undefined as Candidate | undefined, reached, explains };
  });
  for (const one of ranked) {
    one.under = ranked
      .filter((other) => other !== one && explainsAway(other, one))
      .toSorted((a, b) => strength(b) - strength(a) || byText(idOf(a.candidate), idOf(b.candidate)))[0]?.candidate;
    one.score = strength(one) + coverage(one, signs) - (one.under ? GIVES_WAY : 0);
  }
  return ranked.sort(
    (a, b) =>
      Math.round((b.score - a.score) * 1e6) ||
      (a.candidate.onset ?? Number.MAX_SAFE_INTEGER) - (b.candidate.onset ?? Number.MAX_SAFE_INTEGER) ||
      byText(idOf(a.candidate), idOf(b.candidate)),
  );
}

/** Two candidates with the same id are the same answer. */
export function idOf({ code, object }: Candidate): string {
  return `${code} ${keyOf(object)}`;
}

function strength({ candidate }: Pick<Ranked, 'candidate'>): number {
  return BASE[candidate.proof] + (candidate.weight ?? 0) + (candidate.change ? CHANGE_BONUS : 0);
}

function coverage({ explains }: Ranked, signs: readonly Sign[]): number {
  if (signs.length === 0) return 0;
  return explains.size === 0 ? -UNEXPLAINING : (COVERAGE_BONUS * explains.size) / signs.length;
}

function explainsAway(deeper: Ranked, one: Ranked): boolean {
  const { candidate } = one;
  if (keyOf(candidate.object) !== keyOf(deeper.candidate.object) && yields(candidate, deeper.candidate)) return true;
  const sharesHit = () =>
    deeper.reached.has(keyOf(candidate.object)) ||
    deeper.candidate.hits.some(({ to }) => candidate.hits.some((other) => keyOf(other.to) === keyOf(to)));
  if (deeper.candidate.explainsCodes?.includes(candidate.code) && sharesHit()) return true;
  if (candidate.own) return false;
  const isSame = keyOf(candidate.object) === keyOf(deeper.candidate.object);
  const isReached = deeper.reached.has(keyOf(candidate.object));
  if (deeper.candidate.own) return isReached && (deeper.candidate.proof !== 'pattern' || isSame);
  return isReached && !isSame && !one.reached.has(keyOf(deeper.candidate.object)) && strength(deeper) >= strength(one) - 0.3;
}

/** A guess weaker than this about an object does not excuse what fails because of it. */
const EXCUSES = 0.4;

/** Whether a candidate gives way to one that blames, or is proven to make fail, an object to which it yields. */
function yields({ yieldsTo = [] }: Candidate, deeper: Candidate): boolean {
  if (yieldsTo.length === 0 || strength({ candidate: deeper }) < EXCUSES) return false;
  const keys = new Set(yieldsTo.map(keyOf));
  return keys.has(keyOf(deeper.object)) || (deeper.own && deeper.proof !== 'pattern' && deeper.hits.some(({ to }) => keys.has(keyOf(to))));
}

/** One candidate per answer: the strongest, with the evidence and hits of the others added. */
function merged(found: readonly Candidate[]): Candidate[] {
  const byId = new Map<string, Candidate>();
  const ordered = found.toSorted(
    (a, b) => strength({ candidate: b }) - strength({ candidate: a }) || byText(idOf(a), idOf(b)) || byText(a.summary, b.summary),
  );
  for (const candidate of ordered) {
    const known = byId.get(idOf(candidate));
    if (!known) {
      byId.set(idOf(candidate), candidate);
      continue;
    }
    const texts = new Set(known.evidenceFor.map(({ text }) => text));
    const targets = new Set(known.hits.map(({ to }) => keyOf(to)));
    byId.set(idOf(candidate), {
      ...known,
      evidenceFor: [...known.evidenceFor, ...candidate.evidenceFor.filter(({ text }) => !texts.has(text))],
      hits: [...known.hits, ...candidate.hits.filter(({ to }) => !targets.has(keyOf(to)))],
    });
  }
  return [...byId.values()].sort((a, b) => byText(idOf(a), idOf(b)));
}
