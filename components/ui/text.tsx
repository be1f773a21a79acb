'use client';

import { Check, Copy } from 'lucide-react';
import { startTransition, useEffect, useState } from 'react';
import { useFirstAnswersAt } from '../first-answers.tsx';
import { useHydrated } from '../hydrated.tsx';
import { ago } from './format.ts';

const MINUTE = 60_000;

/** A relative time, with the exact one in the viewer's zone on hover. Updates every second during the first minute, then every 30 seconds. */
export function When({ ms }: { ms: number }) {
  // What is shown after the page is interactive has its words at once: it would move what stands below when they came later.
  const isHydrated = useHydrated();
  const renderedAt = useFirstAnswersAt();
  const [now, setNow] = useState<number | undefined>(() => (isHydrated ? Date.now() : renderedAt));
  useEffect(() => {
    const tick = () => startTransition(() => setNow(Date.now()));
    tick();
    const timer = setInterval(tick, Date.now() - ms < MINUTE ? 1_000 : 30_000);
    return () => clearInterval(timer);
  }, [ms]);
  return (
    <time dateTime={new Date(ms).toISOString()} title={isHydrated ? new Date(ms).toLocaleString() : undefined} suppressHydrationWarning>
      {now === undefined ? '' : ago(ms, now)}
    </time>
  );
}

/** A text with a copy button: an id within a line or, as a block, a command, which wraps so that all of it is visible. */
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
      <code className={`font-mono text-sm ${block ? 'min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere]' : 'truncate'}`}>
        {text}
      </code>
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

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-([0-9a-f]{12})$/;

/** The target of an audit log entry. Of a UUID only the end is shown, with all of it on hover. */
export function Target({ id }: { id: string }) {
  const end = UUID.exec(id)?.[1];
  return (
    <code className="font-mono [overflow-wrap:anywhere]" title={end ? id : undefined}>
      {end ? `…${end}` : id}
    </code>
  );
}
