import type { Ranked } from './rank.ts';
import type { Tier } from './types.ts';

/**
 * How sure a cause is, as a number: what its proof alone is worth, less where another explanation is as good, less where
 * the snapshot lacks logs or events. Measured against the labelled cases (docs/accuracy.md).
 */
export function confidenceOf(ranked: Ranked, all: readonly Ranked[], gaps: number): number {
  const rivals = all.filter((other) => other !== ranked && !other.under && !ranked.under);
  const best = rivals.reduce((most, other) => Math.max(most, other.score), 0);
  const lead = ranked.score - best;
  const alone = Math.min(0.97, ranked.score);
  const contested = lead >= 0.1 ? 0 : lead >= 0 ? (0.1 - lead) * 1.5 : 0.15 - lead;
  return round(Math.min(0.97, Math.max(0.03, alone - contested - (ranked.candidate.proof === 'state' ? 0 : 0.03 * gaps))));
}

/** Confirmed where the mechanism stands in a state field and nothing contends; likely, possible by the number. */
export function tierOf(ranked: Ranked, confidence: number): Tier {
  const { proof } = ranked.candidate;
  if (confidence >= 0.8 && (proof === 'state' || proof === 'event')) return 'confirmed';
  return confidence >= 0.55 ? 'likely' : 'possible';
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
