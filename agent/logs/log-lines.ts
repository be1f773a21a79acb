import { createHash } from 'node:crypto';

/** A line with the time the kubelet gave it: epoch seconds and nanoseconds as a text that sorts, and in epoch ms. */
interface TimedLine {
  at: string;
  ms: number;
  text: string;
}

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/;

/**
 * The lines of a log that was read with `timestamps=true`, oldest first. Lines without a time (the runtime's own
 * messages) are left out, and so is the last one when `cutOff`: the size limit ended it in the middle.
 */
export function timedLines(log: string, cutOff: boolean): TimedLine[] {
  const lines = log.split('\n');
  if (cutOff) lines.pop();
  return lines.flatMap((line) => {
    const stamp = STAMP.exec(line);
    if (!stamp) return [];
    const [whole, seconds, fraction = '', zone] = stamp;
    const base = Date.parse(`${seconds}${zone}`);
    const nanos = fraction.padEnd(9, '0');
    return [
      {
        at: `${String(base / 1000).padStart(12, '0')}.${nanos}`,
        ms: base + Number(nanos.slice(0, 3)),
        text: line.slice(whole.length).trimEnd(),
      },
    ];
  });
}

/** Identifies a line, the same whenever it is read: by the pod's container, its time and its text. */
export function lineId(podUid: string, container: string, { at, text }: TimedLine): string {
  return createHash('sha256')
    .update(JSON.stringify([podUid, container, at, text]))
    .digest('base64url')
    .slice(0, 32);
}

/** How far one container's log was read. Several lines may share a time, so those at the last one are remembered. */
export class LogCursor {
  #at = '';
  #textsAt = new Set<string>();

  /** The last time read as RFC 3339 in whole seconds, for `sinceTime`: the API knows nothing finer. */
  get sinceTime(): string | undefined {
    return this.#at === '' ? undefined : new Date(Number(this.#at.slice(0, 12)) * 1000).toISOString().replace('.000Z', 'Z');
  }

  /** Those of `lines` (oldest first) that were not read before; they count as read from now on. */
  advance(lines: readonly TimedLine[]): TimedLine[] {
    const fresh: TimedLine[] = [];
    for (const line of lines) {
      if (line.at < this.#at || (line.at === this.#at && this.#textsAt.has(line.text))) continue;
      if (line.at !== this.#at) this.#textsAt.clear();
      this.#at = line.at;
      this.#textsAt.add(line.text);
      fresh.push(line);
    }
    return fresh;
  }
}
