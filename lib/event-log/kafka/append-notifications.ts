/** How often the ends of all topics are compared, to find what other processes appended. */
const POLL_MS = 500;

/**
 * Tells listeners which client's streams were appended to: of this process at once (`notify`), of others when the ends
 * of the topics, as `readEnds` returns them by topic, have moved.
 */
export function openAppendNotifications(readEnds: () => Promise<Map<string, bigint>>) {
  const listeners = new Set<(tenantId: string) => void>();
  let lastEnds: Map<string, bigint> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const notify = (tenantId: string) => {
    for (const listener of listeners) listener(tenantId);
  };

  async function poll(): Promise<void> {
    // While the brokers are away this answers nothing; the next poll asks again.
    const ends = await readEnds().catch(() => undefined);
    if (closed) return;
    if (ends) {
      const before = lastEnds;
      const moved = [...ends].filter(([topic, end]) => before && end > (before.get(topic) ?? 0n));
      lastEnds = ends;
      for (const tenantId of new Set(moved.map(([topic]) => topic.slice(0, topic.indexOf('.'))))) notify(tenantId);
    }
    timer = setTimeout(() => void poll(), POLL_MS);
  }

  return {
    notify,
    listen(listener: (tenantId: string) => void) {
      if (listeners.size === 0 && !timer) timer = setTimeout(() => void poll(), 0);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
