'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { GET as ListChanges } from '#app/api/v1/changes/route.ts';
import type { GET as ListIncidents } from '#app/api/v1/incidents/route.ts';
import { useApi } from '#components/api.ts';
import { useDebounced } from '#components/debounced.ts';
import { Button } from '#components/ui/button.tsx';
import { inputClass } from '#components/ui/field.tsx';
import { ago, localTime } from '#components/ui/format.ts';
import { Slider } from '#components/ui/slider.tsx';
import { type Stop, stopBeside, stopsOf } from './stops.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPANS = { '1h': HOUR, '6h': 6 * HOUR, '24h': DAY, '7d': 7 * DAY, all: Number.POSITIVE_INFINITY };
const SPAN_WORDS = { '1h': 'Last hour', '6h': 'Last 6 hours', '24h': 'Last 24 hours', '7d': 'Last 7 days', all: 'All that is kept' };
type Span = keyof typeof SPANS;
/** The most changes and incidents that are marked: what the operations answer at once. */
const MAX_MARKS = 200;
/** Steps of the line, by keys and by dragging. */
const STEPS = 600;
const MARKS_APART = 120;

const exact = (ms: number) => new Date(ms).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** The time line: shows the cluster at another time, by dragging, by keys, and from one incident or change to the next. */
export function Timeline({
  cluster,
  at,
  knownSince,
  now,
  isLoading,
  onChange,
}: {
  cluster: string | undefined;
  /** The shown time in the past; undefined stands for now. */
  at: number | undefined;
  knownSince: number;
  now: number;
  isLoading: boolean;
  onChange: (at: number | undefined) => void;
}) {
  const [span, setSpan] = useState<Span>('24h');
  const start = Math.min(Math.max(knownSince, now - SPANS[span]), now - MINUTE);
  const from = at !== undefined && at >= knownSince ? Math.min(start, at) : start;
  const step = Math.max(1_000, Math.round((now - from) / STEPS));
  const go = (to: number) => onChange(to >= now - step ? undefined : to);
  const [dragged, setDragged] = useDragged(go);
  const shown = dragged ?? at ?? now;
  const { stops, incidents, isPartial } = useStops(cluster, from, (now - from) / MARKS_APART);
  const jump = (stop: Stop | undefined) => stop && go(stop.at);
  const here = stops.filter((stop) => Math.abs(stop.at - shown) <= step / 2);
  const place = (ms: number) => `${(100 * (Math.min(Math.max(ms, from), now) - from)) / (now - from)}%`;

  return (
    <section aria-label="Time" className="mb-4 rounded-lg border bg-surface px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          small
          aria-label="Previous incident or change"
          disabled={!stopBeside(stops, shown, 'before')}
          onClick={() => jump(stopBeside(stops, shown, 'before'))}
        >
          <ChevronLeft aria-hidden className="size-4" />
          Previous
        </Button>
        <Button
          small
          aria-label="Next incident or change"
          disabled={!stopBeside(stops, shown, 'after')}
          onClick={() => jump(stopBeside(stops, shown, 'after'))}
        >
          Next
          <ChevronRight aria-hidden className="size-4" />
        </Button>
        <p role="status" className="min-w-0 grow basis-40 break-words">
          <span className="font-medium">{shown >= now ? 'Now' : `${exact(shown)}, ${ago(shown, now)}`}</span>
          {here.length > 0 && <span className="text-ink-2">: {here.map(({ text }) => text).join('; ')}</span>}
          {isLoading && <span className="text-ink-2"> (loading)</span>}
        </p>
        {at !== undefined && (
          <Button small look="primary" onClick={() => onChange(undefined)}>
            Back to now
          </Button>
        )}
        <ExactTime at={at} now={now} onChange={onChange} />
        <select
          aria-label="Length of the time line"
          value={span}
          onChange={(event) => setSpan(event.target.value as Span)}
          className={`${inputClass} h-7! w-auto!`}
        >
          {Object.entries(SPAN_WORDS).map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <div aria-hidden className="relative mx-3 mt-3 h-6">
        {incidents.map(({ number, title, openedAt, closedAt }) => (
          <span
            key={number}
            title={`Incident ${number}: ${title}`}
            className="absolute top-0 h-2.5 min-w-1 rounded-sm bg-bad"
            style={{ left: place(openedAt), right: `calc(100% - ${place(closedAt ?? now)})` }}
          />
        ))}
        {stops
          .filter(({ kind }) => kind === 'change')
          .map((stop) => (
            <span
              key={`${stop.at} ${stop.text}`}
              title={stop.text}
              className="absolute top-3.5 h-2.5 w-0.5 bg-accent"
              style={{ left: place(stop.at) }}
            />
          ))}
      </div>
      <Slider
        min={from}
        max={now}
        step={step}
        handles={[{ name: 'Time of the map', value: Math.max(from, Math.min(shown, now)), text: shown >= now ? 'Now' : exact(shown) }]}
        onChange={setDragged}
      />
      <div className="mt-1 flex flex-wrap justify-between gap-x-4 text-sm text-ink-2">
        <span>{exact(from)}</span>
        <span>
          <span aria-hidden className="mr-1 inline-block h-2.5 w-3 rounded-sm bg-bad" />
          incidents
          <span aria-hidden className="mr-1 ml-3 inline-block h-2.5 w-0.5 bg-accent" />
          changes{isPartial && ` (the last ${MAX_MARKS} of each are marked)`}
        </span>
        <span>Now</span>
      </div>
    </section>
  );
}

/** The time while it is dragged. `show` is called once it has rested for a moment: each time is a request to the server. */
function useDragged(show: (to: number) => void): [number | undefined, (to: number) => void] {
  const [dragged, setDragged] = useState<number>();
  const rested = useDebounced(dragged, 250);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a time that has come to rest is shown, and once
  useEffect(() => {
    if (rested === undefined || rested !== dragged) return;
    show(rested);
    setDragged(undefined);
  }, [rested]);
  return [dragged, setDragged];
}

function useStops(cluster: string | undefined, from: number, apart: number) {
  // In whole minutes, so that the same question is not asked again and again.
  const query = new URLSearchParams({
    limit: String(MAX_MARKS),
    since: String(Math.floor(from / MINUTE) * MINUTE),
    ...(cluster && { cluster }),
  });
  const incidents = useApi<typeof ListIncidents>(`/api/v1/incidents?${query}`, 30_000).data;
  const changes = useApi<typeof ListChanges>(`/api/v1/changes?${query}`, 30_000).data;
  const shown = incidents?.items.map(({ number, title, openedAt, closedAt }) => ({ number, title, openedAt, closedAt })) ?? [];
  return {
    incidents: shown,
    stops: stopsOf(shown, changes?.items ?? [], apart),
    isPartial: Boolean(incidents?.nextCursor || changes?.nextCursor),
  };
}

/** A time to the minute, for those who know which one they want. One that is yet to come is refused. */
function ExactTime({ at, now, onChange }: { at: number | undefined; now: number; onChange: (at: number | undefined) => void }) {
  const id = useId();
  const [refused, setRefused] = useState(false);
  // Taken when the field is left or by Enter: half of a year is a time, too.
  function take(value: string): void {
    const wanted = value ? new Date(value).getTime() : undefined;
    setRefused(wanted !== undefined && wanted > now);
    if (value !== localTime(at) && (wanted === undefined || wanted <= now)) onChange(wanted && Math.max(0, wanted));
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <input
        type="datetime-local"
        aria-label="Exact time"
        aria-invalid={refused || undefined}
        aria-describedby={refused ? id : undefined}
        max={localTime(now)}
        key={at}
        defaultValue={localTime(at)}
        onBlur={({ target }) => take(target.value)}
        onKeyDown={({ key, currentTarget }) => key === 'Enter' && take(currentTarget.value)}
        className={`${inputClass} h-7! w-auto!`}
      />
      {refused && (
        <span id={id} role="alert" className="text-sm text-bad">
          This time is yet to come. Choose one that is past.
        </span>
      )}
    </span>
  );
}
