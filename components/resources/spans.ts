/** A time during which an object had one state, epoch ms. */
export interface Span {
  from: number;
  to: number;
  state: 'healthy' | 'degraded' | 'failing' | 'unknown' | 'pending';
  reason?: string | undefined;
}

/** The changes of an object's health, oldest first, as spans until `end`. What changed after the end is left out. */
export function spansOf(history: readonly { at: number; state: Span['state']; reason?: string | undefined }[], end: number): Span[] {
  return history.flatMap(({ at, state, reason }, index) => {
    const to = Math.min(end, history[index + 1]?.at ?? end);
    return at > end ? [] : [{ from: at, to, state, reason }];
  });
}
