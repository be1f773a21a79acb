import type { Ranked } from './rank.ts';
import type { Proof } from './rule.ts';
import type { Tier } from './types.ts';

/**
 * Maps the strength of a cause (its score, reduced if another cause explains as much) to how often such a cause is right:
 * `1 / (1 + exp(-(BIAS + SLOPE * logit(strength) - GAP * gaps)))`, Platt's scaling (Platt, "Probabilistic outputs for
 * support vector machines", 1999, with its smoothed targets) of the first causes of the 186 labelled cases (docs/accuracy.md):
 * each with everything, without alerts and metrics, without logs, without events, and without both. GAP is half of what the fit
 * gave: dumps of few objects lack Nodes, logs or events without being less certain for it, and the calibration error without events
 * is smaller, too. The errors of each source are in docs/accuracy.md.
 */
const [BIAS, SLOPE, GAP] = [1.4, 1.2, 0.85];

/**
 * The highest confidence for each kind of proof: how often first causes with complete input were right in three sources
 * (docs/accuracy.md), less a margin, because other clusters will be harder. By state 171 of 172 were right, by event 6 of 6, by
 * log 35 of 35 of strength STRONG and 14 of 19 of less, by change 2 of 2; without logs or events, patterns in 51 of 168.
 */
const CEILING: Record<Proof, number> = { state: 0.98, event: 0.95, log: 0.94, change: 0.8, pattern: 0.59 };
/** A cause that its own rule gives a low weight, or that another nearly outweighs, is worth less, and is not confirmed. */
const STRONG = 0.8;
const WEAK: Record<Proof, number> = { ...CEILING, state: 0.89, event: 0.89, log: 0.75, change: 0.75 };
const CONFIRMED = 0.9;
const LIKELY = 0.6;
/** A cause for which a kind was not read that could show another one is not confirmed. */
const UNSURE = 0.89;
/**
 * How much each missing input lowers the ceiling, even if a field of the state proves the mechanism. Without logs,
 * events or both, 389 of 392 causes proven by state were still right.
 */
const MISSING = 0.01;
/** The fit knows two inputs that may be missing, logs and events: what else a dump of few objects lacks is no third. */
const MOST_GAPS = 2;

/**
 * The confidence in a cause, from 0 to 1: the share of such causes that are right. `gaps`: how many inputs (logs, events,
 * kinds of objects) the snapshot lacks; `isUnsure`: whether a kind was not read that could show another cause. Higher for a stronger
 * cause, lower for each gap.
 */
export function confidenceOf(ranked: Ranked, all: readonly Ranked[], gaps: number, isUnsure = false): number {
  const { proof } = ranked.candidate;
  const strength = strengthOf(ranked, all);
  const missing = proof === 'state' ? 0 : GAP * Math.min(gaps, MOST_GAPS);
  const right = 1 / (1 + Math.exp(missing - BIAS - SLOPE * Math.log(strength / (1 - strength))));
  const highest = ranked.under ? CEILING.pattern : (strength < STRONG ? WEAK : CEILING)[proof];
  return Math.max(0.01, Math.round(Math.min(Math.min(right, highest) - MISSING * gaps, isUnsure ? UNSURE : 1) * 1000) / 1000);
}

/** Proofs that confirm: an object or Kubernetes itself says so. What a program logs may be mistaken, however often it is right. */
const CONFIRMING: readonly Proof[] = ['state', 'event'];

/** The tier of a confidence in a cause of this proof. Only state and events can reach confirmed; a pattern never exceeds possible. */
export function tierOf(confidence: number, proof: Proof): Tier {
  return confidence >= CONFIRMED && CONFIRMING.includes(proof) ? 'confirmed' : confidence >= LIKELY ? 'likely' : 'possible';
}

/** Its score, reduced by how close the best rival is. */
function strengthOf(ranked: Ranked, all: readonly Ranked[]): number {
  const rivals = all.filter((other) => other !== ranked && !other.under && !ranked.under);
  const best = rivals.reduce((most, other) => Math.max(most, other.score), 0);
  const lead = ranked.score - best;
  const contested = lead >= 0.1 ? 0 : lead >= 0 ? (0.1 - lead) * 1.5 : 0.15 - lead;
  return Math.min(0.97, Math.max(0.03, Math.min(0.97, ranked.score) - contested));
}
