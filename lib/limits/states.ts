/** The thresholds of which a client is told, in percent. */
export const THRESHOLDS = [50, 80, 100] as const;

/** What is limited: the limits of a plan, and the cap that a client sets for its overage. */
export const LIMIT_NAMES = ['events', 'rca_queries', 'storage', 'api_calls', 'clusters', 'spend'] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** One limit of a client with what it has used of it. Bytes for storage, cents for spend, else a count. */
export interface Measured {
  name: LimitName;
  used: number;
  allowed: number;
  /** Whether usage above it is refused; otherwise it is billed, or only told. */
  isHard: boolean;
  /** From when to when it is counted (epoch ms); null for what does not reset, such as storage and clusters. */
  period: { start: number; end: number } | null;
  /** By how much what does not reset grows in a day, where that is known. */
  growthPerDay?: number | undefined;
}

/** `ok`: below every threshold. `warned`: a threshold is reached, or will be. `over`: above the limit. `blocked`: more is refused. */
export type LimitStatus = 'ok' | 'warned' | 'over' | 'blocked';

export interface Judged extends Measured {
  state: LimitStatus;
  /** The highest threshold that is reached, else 0. */
  threshold: 0 | (typeof THRESHOLDS)[number];
  /** When the limit will be reached at the present rate, in epoch ms; undefined if not before it resets, or if it is reached. */
  projectedAt: number | undefined;
}

/** A projection needs this part of the period: the first minutes of a day say nothing about its end. */
const MIN_ELAPSED = 0.1;
/** Growth is projected no further than this. */
const GROWTH_DAYS = 14;
const DAY_MS = 86_400_000;

/** How near a client is to a limit. `now` in epoch ms. */
export function judge(measured: Measured, now: number): Judged {
  const { name, used, allowed, isHard } = measured;
  const threshold = THRESHOLDS.findLast((percent) => used * 100 >= allowed * percent) ?? 0;
  const projectedAt = threshold === 100 ? undefined : projectedEnd(measured, now);
  // All clusters that a plan allows may be in use: that refuses nothing of theirs.
  const isReached = name === 'clusters' ? used > allowed : isHard ? used >= allowed : used > allowed;
  const state = isReached
    ? isHard && name !== 'clusters'
      ? 'blocked'
      : 'over'
    : threshold > 0 || projectedAt !== undefined
      ? 'warned'
      : 'ok';
  return { ...measured, threshold, projectedAt, state };
}

/**
 * When usage reaches the limit: if it goes on as since the beginning of the period, or, for what does not reset, if it grows as it has,
 * within the next days.
 */
function projectedEnd({ used, allowed, period, growthPerDay = 0 }: Measured, now: number): number | undefined {
  if (used <= 0) return undefined;
  if (!period) {
    const days = (allowed - used) / growthPerDay;
    return growthPerDay > 0 && days <= GROWTH_DAYS ? now + Math.ceil(days * DAY_MS) : undefined;
  }
  const elapsed = now - period.start;
  if (elapsed < MIN_ELAPSED * (period.end - period.start)) return undefined;
  const at = period.start + Math.ceil((elapsed * allowed) / used);
  return at < period.end ? at : undefined;
}

/** What a client is told now, after it has been told of `told` this month; undefined for nothing new. One mail tells the most urgent. */
export function newsOf(
  { name, allowed, threshold, projectedAt }: Judged,
  told: { threshold: number; projected: boolean },
): 'threshold' | 'projected' | undefined {
  // Whoever has one cluster of one has used all of them from the first day on.
  if (name === 'clusters' && allowed === 1) return undefined;
  if (threshold > told.threshold) return 'threshold';
  return projectedAt !== undefined && !told.projected ? 'projected' : undefined;
}
