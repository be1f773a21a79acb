import { keyOf, type ObjectRef, uniqueRefs } from '#lib/kubernetes/refs.ts';
import { withCulprit, withOnset } from '#lib/rca/culprit.ts';
import type { Diagnosis, RankedCause } from '#lib/rca/types.ts';

const STRENGTH = { possible: 1, likely: 2, confirmed: 3 };

/**
 * Whether the current diagnosis of an incident explains it less well than the known one, which is then kept: during recovery,
 * symptoms outlast the evidence of their cause. Another cause replaces the known one if it is more certain, if it is at least
 * as certain and no consequence of the known one, or if it is deeper and at least likely. The known cause itself is not made
 * less certain. Pure.
 */
export function isWeaker(now: Diagnosis, before: Diagnosis): boolean {
  const [fresh, known] = [now.causes[0], before.causes[0]];
  if (!known) return false;
  if (!fresh) return true;
  const gained = STRENGTH[fresh.tier] - STRENGTH[known.tier];
  const isSameObject = keyOf(fresh.object) === keyOf(known.object);
  if (isSameCause(fresh, known)) return gained < 0;
  if (leadsTo(fresh, known)) return fresh.tier === 'possible' && gained < 0;
  if (isSameObject && isUnexplained(now) !== isUnexplained(before) && gained === 0) return isUnexplained(now);
  if (gained !== 0) return gained < 0;
  // The same code elsewhere, no more probable than before, is the known cause seen through what is left of it.
  const isLess = fresh.code === known.code ? fresh.confidence <= known.confidence : fresh.confidence < known.confidence;
  return isLess || leadsTo(known, fresh);
}

/** Whether a diagnosis says at most that something is down, but not why. */
export function isUnexplained({ causes: [cause] }: Diagnosis): boolean {
  return !cause || cause.tier === 'possible' || (cause.code === 'dependency.unavailable' && cause.tier !== 'confirmed');
}

/** Whether the object of another cause fails because of this one. */
function leadsTo({ object, chain }: RankedCause, other: RankedCause): boolean {
  const key = keyOf(other.object);
  return key !== keyOf(object) && chain.some(({ to }) => keyOf(to) === key);
}

export function isSameCause(a: RankedCause | undefined, b: RankedCause | undefined): boolean {
  return a?.code === b?.code && (a === undefined || b === undefined || keyOf(a.object) === keyOf(b.object));
}

/**
 * Whether a diagnosis is about a trouble that another one explains already: something of it has failed in that trouble at any time,
 * and it is explained less well, or by what causes the known cause; or all of it was within reach of that fault, and nothing else
 * explains it. When the evidence of a cause goes during recovery, what failed because of it seems to be unrelated. Pure.
 */
export function belongsTo(now: Diagnosis, known: Diagnosis): boolean {
  const [fresh, before] = [now.causes[0], known.causes[0]];
  if (everShared(now, known) > 0) return isWeaker(now, known) || (fresh !== undefined && before !== undefined && leadsTo(fresh, before));
  const reached = keysOf(known.blastRadius.affected.map(({ object }) => object).concat(known.earlier?.reached ?? []));
  return isUnexplained(now) && now.symptoms.every(({ object }) => reached.has(keyOf(object)));
}

/** How many of the objects that fail now have failed in a trouble at any time. */
export function everShared(now: Diagnosis, known: Diagnosis): number {
  const failed = keysOf([...known.symptoms.map(({ object }) => object), ...(known.earlier?.failed ?? [])]);
  return now.symptoms.filter(({ object }) => failed.has(keyOf(object))).length;
}

/** The most objects of each sort that are remembered of a trouble. */
const MAX_EARLIER = 500;

/** A diagnosis that remembers what another one of the same trouble names and it does not name itself. Pure. */
export function withEarlier(kept: Diagnosis, other: Diagnosis): Diagnosis {
  const { earlier, ...own } = kept;
  const failing = keysOf(own.symptoms.map(({ object }) => object));
  const reached = keysOf(own.blastRadius.affected.map(({ object }) => object));
  const all = (one: Diagnosis) => one.blastRadius.affected.map(({ object }) => object);
  const past = {
    failed: rest(failing, [...(earlier?.failed ?? []), ...(other.earlier?.failed ?? []), ...other.symptoms.map(({ object }) => object)]),
    reached: rest(reached, [...(earlier?.reached ?? []), ...(other.earlier?.reached ?? []), ...all(other)]),
  };
  return past.failed.length + past.reached.length > 0 ? { ...own, earlier: past } : own;
}

function rest(named: ReadonlySet<string>, objects: readonly ObjectRef[]): ObjectRef[] {
  return uniqueRefs(objects)
    .filter((object) => !named.has(keyOf(object)))
    .slice(0, MAX_EARLIER);
}

function keysOf(objects: readonly ObjectRef[]): Set<string> {
  return new Set(objects.map(keyOf));
}

/**
 * The current diagnosis with what was known before and may be gone from the evidence by now: the earlier onset, what failed then,
 * and for the same cause the change that began it. Pure.
 */
export function withWhatWasKnown(now: Diagnosis, before: Diagnosis): Diagnosis {
  const [onset, other] = [before.onset, now.onset];
  const dated = withEarlier(onset && (!other || onset.at < other.at) ? withOnset(now, { ...other, ...onset }) : now, before);
  const { culprit } = before;
  if (!culprit || dated.culprit || !isSameCause(now.causes[0], before.causes[0])) return dated;
  return { ...dated, culprit, causes: dated.causes.map((cause) => (cause.rank === 1 ? withCulprit(cause, culprit) : cause)) };
}
