'use client';

import { useEffect, useState } from 'react';
import type { LaneName, Lanes, Mark } from './lanes.ts';
import { LANES } from './words.ts';

const LOOKS = {
  info: 'border-info bg-info-soft text-info',
  warning: 'border-warn bg-warn-soft text-warn',
  error: 'border-bad bg-bad-soft text-bad',
} as const;
const SEVERITY_TEXT = { info: '', warning: ', warning', error: ', error' } as const;

/** The four lanes of a timeline, one above the other; a mark stands for everything that happened at about the same time. */
export function LanePicture({ drawn, onSelect }: { drawn: Lanes; onSelect: (mark: Mark, lane: LaneName) => void }) {
  // The viewer's time zone is only known in the browser.
  const [isMounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  const clock = (ms: number) => (isMounted ? new Date(ms).toLocaleTimeString() : '');
  return (
    <div className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-center gap-x-2 text-sm">
      {drawn.lanes.map(({ lane, marks }) => (
        <div key={lane} className="contents">
          <span className="text-ink-2">{LANES[lane].many}</span>
          <div className="relative mx-4 h-9">
            <div aria-hidden className="absolute inset-x-0 top-1/2 border-t" />
            {marks.map((mark) => (
              <button
                key={mark.at}
                type="button"
                onClick={() => onSelect(mark, lane)}
                style={{ left: `${mark.position * 100}%` }}
                aria-label={`${mark.entries.length} ${LANES[lane][mark.entries.length === 1 ? 'one' : 'many'].toLowerCase()} at ${clock(mark.at)}${SEVERITY_TEXT[mark.severity]}: show in the list`}
                title={clock(mark.at)}
                className={`absolute top-1/2 flex size-6 -translate-x-1/2 -translate-y-1/2 items-center justify-center rounded-full border text-xs ${LOOKS[mark.severity]}`}
              >
                {mark.entries.length}
              </button>
            ))}
          </div>
        </div>
      ))}
      <span />
      <div aria-hidden className="mx-4 flex justify-between border-t pt-1 text-xs text-ink-2">
        {drawn.ticks.map(({ at }, i) => (
          <span key={at} className={i === 0 || i === drawn.ticks.length - 1 ? '' : 'max-sm:hidden'}>
            {clock(at)}
          </span>
        ))}
      </div>
    </div>
  );
}
