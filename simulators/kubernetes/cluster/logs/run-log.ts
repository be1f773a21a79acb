import { hashFraction } from '../api-machinery/names.ts';
import type { App } from '../apps/app.ts';
import { type Level, logLine } from './style.ts';

/** A line of a container's log, with the time it was written (epoch ms). */
export interface LogEntry {
  at: number;
  text: string;
}

const KEPT_SLOTS = 600;
const KEPT_FAILURES = 50;

/**
 * The log of one run of a container. Lines of normal operation are not stored but computed from the clock and a seed;
 * stored are single messages, and the periods in which a dependency failed.
 */
export class RunLog {
  readonly #app: App;
  readonly #name: string;
  readonly #seed: string;
  readonly #startedAt: number;
  readonly #messages: { at: number; level: Level; text: string }[] = [];
  readonly #failures: { from: number; to: number; text: string }[] = [];
  #endedAt = Number.POSITIVE_INFINITY;

  constructor(app: App, seed: string, startedAt: number) {
    this.#app = app;
    this.#name = app.image.slice(app.image.lastIndexOf('/') + 1);
    this.#seed = seed;
    this.#startedAt = startedAt;
    app.banner.forEach((text, index) => {
      this.add(startedAt + (app.startup * index) / app.banner.length, 'info', fill(text, `${seed}/banner${index}`));
    });
  }

  /** Adds a single message. */
  add(at: number, level: Level, text: string): void {
    this.#messages.push({ at, level, text });
  }

  /** From now on normal operation fails with this line, until `recover`. */
  failWith(at: number, text: string): void {
    const open = this.#failures.find((one) => one.text === text && one.to === Number.POSITIVE_INFINITY);
    if (open) return;
    this.#failures.push({ from: at, to: Number.POSITIVE_INFINITY, text });
    this.#messages.push({ at, level: 'error', text });
    if (this.#failures.length > KEPT_FAILURES) this.#failures.shift();
    if (this.#messages.length > KEPT_SLOTS) this.#messages.shift();
  }

  /** Ends the failures with lines other than `still`. */
  recover(at: number, still: ReadonlySet<string>): void {
    for (const one of this.#failures) if (one.to === Number.POSITIVE_INFINITY && !still.has(one.text)) one.to = at;
  }

  /** The run is over; lines planned for later are never written. */
  end(at: number): void {
    this.#endedAt = at;
  }

  /** The log until `now`, oldest first: the last few hundred lines. */
  entries(now: number): LogEntry[] {
    const until = Math.min(now, this.#endedAt);
    const messages = this.#messages.filter((one) => one.at <= until);
    const all = [
      ...messages.map(({ at, level, text }) => ({ at, text: logLine(this.#app.style, this.#name, at, level, text) })),
      ...this.#work(until),
    ];
    return all.sort((a, b) => a.at - b.at);
  }

  #work(until: number): LogEntry[] {
    const { every, work, startup, style } = this.#app;
    if (work.length === 0) return [];
    const begin = this.#startedAt + startup;
    const last = Math.floor((until - begin) / every);
    const entries: LogEntry[] = [];
    for (let slot = Math.max(0, last - KEPT_SLOTS); slot <= last; slot++) {
      const chance = (what: string) => hashFraction(`${this.#seed}/${slot}/${what}`);
      const at = Math.floor(begin + (slot + chance('at')) * every);
      if (at > until) continue;
      const failures = this.#failures.filter((one) => one.from <= at && at < one.to);
      const failure = failures[Math.floor(chance('which') * failures.length)];
      const line = work[Math.floor(chance('line') * work.length)] ?? '';
      if (failure && chance('fails') < 0.7) entries.push({ at, text: logLine(style, this.#name, at, 'error', failure.text) });
      else entries.push({ at, text: logLine(style, this.#name, at, 'info', fill(line, `${this.#seed}/${slot}`)) });
    }
    return entries;
  }
}

function fill(text: string, seed: string): string {
  let index = 0;
  return text.replace(/\{(n|ms|id|sku)\}/g, (_, what: string) => {
    const chance = hashFraction(`${seed}/${index++}`);
    if (what === 'n') return String(1 + Math.floor(chance * 9));
    if (what === 'ms') return String(2 + Math.floor(chance * 60));
    if (what === 'sku') return `SKU-${1000 + Math.floor(chance * 400)}`;
    return Math.floor(chance * 0xffffffff)
      .toString(16)
      .padStart(8, '0');
  });
}
