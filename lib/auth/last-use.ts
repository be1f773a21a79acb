/** How exact the last use of a key or token is known: a write for every call would cost more than it tells. */
const INTERVAL_MS = 60_000;

/** Whether a use at `now` (epoch ms) is worth writing down, given the last one that was. */
export function isNewUse(lastUsedAt: Date | null, now: number): boolean {
  return now - (lastUsedAt?.getTime() ?? 0) > INTERVAL_MS;
}
