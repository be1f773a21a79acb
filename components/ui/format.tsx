'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, short: `12s ago`, `3m ago`, `5h ago`, `2d ago`. */
export function ago(ms: number, now: number): string {
  const past = Math.max(0, now - ms);
  if (past < MINUTE) return `${Math.floor(past / 1000)}s ago`;
  if (past < HOUR) return `${Math.floor(past / MINUTE)}m ago`;
  if (past < DAY) return `${Math.floor(past / HOUR)}h ago`;
  return `${Math.floor(past / DAY)}d ago`;
}

/** How long something took: `45s`, `3m 20s`, `2h 5m`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
}

/** A time, relative; the exact one in the viewer's zone on hover. Ticks once a second for the last minute, else by the minute. */
export function When({ ms }: { ms: number }) {
  const [now, setNow] = useState<number>();
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), Date.now() - ms < MINUTE ? 1_000 : 30_000);
    return () => clearInterval(timer);
  }, [ms]);
  return (
    <time
      dateTime={new Date(ms).toISOString()}
      title={now === undefined ? undefined : new Date(ms).toLocaleString()}
      suppressHydrationWarning
    >
      {now === undefined ? '' : ago(ms, now)}
    </time>
  );
}

/** Whole numbers with separators. */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** Bytes in decimal units, as plans count them. */
export function bytes(n: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = n < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(n) / 3));
  return `${(n / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** Integer cents as dollars. */
export function dollars(cents: number): string {
  return (cents / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}

/** A text to copy: an id in mono, or a command in a block. */
export function CopyText({ text, block = false, label = 'Copy' }: { text: string; block?: boolean; label?: string }) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  }
  const Icon = copied ? Check : Copy;
  return (
    <span className={block ? 'flex items-start gap-2 rounded-md border bg-sunken p-3' : 'inline-flex max-w-full items-center gap-1'}>
      <code className={`font-mono text-sm ${block ? 'min-w-0 flex-1 overflow-x-auto whitespace-pre' : 'truncate'}`}>{text}</code>
      <button
        type="button"
        onClick={copy}
        aria-label={copied ? 'Copied' : label}
        className="shrink-0 rounded p-1 text-ink-2 hover:text-ink"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </span>
  );
}
