'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { useHydrated } from '../hydrated.tsx';
import { Button } from '../ui/button.tsx';
import { timeText } from '../ui/format.ts';
import { Slider } from '../ui/slider.tsx';
import { HappeningDetail } from './happening-detail.tsx';
import { happeningsOf, type LaneName, type Mark, nameOfMark, rowsOf } from './lanes.ts';
import { MetricLines } from './metric-lines.tsx';
import { type Incident, type IncidentEvidence, LANES, lasting } from './words.ts';

/** A mark is as large as WCAG 2.5.8 (target size) asks; marks of one row keep a little more apart than that. */
const MARK_PX = 24;
const GAP_PX = 2;
const ROW_PX = MARK_PX + GAP_PX;
/** The width of the axis before it is measured. */
const USUAL_WIDTH_PX = 700;
const LANE_PADDING_PX = 4;
const LABEL_PX = 16;
const STEPS = 1000;
const LEAST_STEPS = 50;
const LOOKS = { info: 'border-info bg-info-soft', warning: 'border-warn bg-warn-soft', error: 'border-bad bg-bad-soft' } as const;
const LANE_NAMES = Object.keys(LANES) as LaneName[];

/**
 * What happened around the incident on one time axis: changes, events, log lines, alerts and metrics in lanes, with the change that did
 * it, the first failure and the recovery marked. A mark opens in place; the two ends of the slider below zoom.
 */
export function Timeline({
  incident,
  evidence,
}: {
  incident: Pick<Incident, 'diagnosis' | 'openedAt' | 'closedAt' | 'lastSeenAt'>;
  evidence: IncidentEvidence | undefined;
}) {
  const { diagnosis, openedAt, closedAt, lastSeenAt } = incident;
  const happenings = useMemo(() => happeningsOf(diagnosis.timeline, evidence), [diagnosis.timeline, evidence]);
  const [zoom, setZoom] = useState<[number, number]>([0, STEPS]);
  const isHydrated = useHydrated();
  const [isRelative, setRelative] = useState(false);
  const [selected, setSelected] = useState<Mark>();
  const axis = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(USUAL_WIDTH_PX);
  useEffect(() => {
    if (!axis.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(axis.current);
    return () => observer.disconnect();
  }, []);
  const times = [
    openedAt,
    closedAt ?? lastSeenAt,
    ...(diagnosis.culprit ? [diagnosis.culprit.at] : []),
    ...happenings.map(({ from }) => from),
  ];
  const start = evidence?.from ?? Math.min(...times);
  const end = Math.max(evidence?.to ?? 0, ...times, start + 1);
  const at = (step: number) => start + ((end - start) * step) / STEPS;
  const [from, to] = [at(zoom[0]), at(zoom[1])];
  const timeOf = (ms: number) =>
    isRelative
      ? ms < openedAt
        ? `−${lasting(openedAt - ms)}`
        : `+${lasting(ms - openedAt)}`
      : timeText(ms, isHydrated, { timeStyle: 'medium' });
  const place = (ms: number) => ((ms - from) / (to - from)) * 100;
  const moments = [
    ...(diagnosis.culprit ? [{ ms: diagnosis.culprit.at, word: 'Change', look: 'border-accent text-accent' }] : []),
    { ms: openedAt, word: 'First failure', look: 'border-bad text-bad' },
    ...(closedAt === null ? [] : [{ ms: closedAt, word: 'Recovered', look: 'border-good text-good' }]),
  ].filter(({ ms }) => ms >= from && ms <= to);
  const isZoomed = zoom[0] > 0 || zoom[1] < STEPS;
  return (
    <>
      <div className="relative grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-2 text-sm">
        <span />
        <div ref={axis} className="relative mx-3" style={{ height: moments.length * LABEL_PX }}>
          {moments.map(({ ms, word, look }, index) => (
            <span
              key={word}
              className={`absolute text-xs whitespace-nowrap ${look} ${place(ms) > 60 ? '-translate-x-full pr-1' : 'pl-1'}`}
              style={{ left: `${place(ms)}%`, top: index * LABEL_PX }}
            >
              {word}
            </span>
          ))}
        </div>
        {LANE_NAMES.map((lane) => {
          const rows = rowsOf(happenings, lane, [from, to], (MARK_PX + GAP_PX) / Math.max(width, 1));
          return (
            <div key={lane} className="contents">
              <span className="border-t py-1 text-ink-2">{LANES[lane].many}</span>
              <div className="relative mx-3 border-t" style={{ height: Math.max(1, rows.length) * ROW_PX - GAP_PX + 2 * LANE_PADDING_PX }}>
                {moments.map(({ ms, word, look }) => (
                  <span
                    key={word}
                    aria-hidden
                    className={`absolute inset-y-0 border-l border-dashed ${look}`}
                    style={{ left: `${place(ms)}%` }}
                  />
                ))}
                {rows.map((row, index) =>
                  row.map((mark) => (
                    <button
                      key={`${mark.left} ${mark.happenings[0]?.text}`}
                      type="button"
                      aria-label={nameOfMark(mark, timeOf)}
                      aria-pressed={isSame(mark, selected)}
                      title={nameOfMark(mark, timeOf)}
                      onClick={() => setSelected(isSame(mark, selected) ? undefined : mark)}
                      className={`absolute rounded border text-center text-xs aria-pressed:ring-2 aria-pressed:ring-accent ${LOOKS[mark.severity]}`}
                      style={{
                        left: `calc(${mark.left * 100}% - ${MARK_PX / 2}px)`,
                        width: `calc(${(mark.right - mark.left) * 100}% + ${MARK_PX}px)`,
                        height: MARK_PX,
                        top: index * ROW_PX + LANE_PADDING_PX,
                      }}
                    >
                      {mark.happenings.length > 1 ? mark.happenings.length : ''}
                    </button>
                  )),
                )}
              </div>
            </div>
          );
        })}
        <MetricLines evidence={evidence} from={from} to={to} />
        <span />
        <div aria-hidden className="mx-3 flex justify-between border-t pt-1 text-xs text-ink-2">
          {[0, 1, 2, 3].map((tick) => (
            <span key={tick} className={tick === 1 || tick === 2 ? 'max-sm:hidden' : ''}>
              {timeOf(from + ((to - from) * tick) / 3)}
            </span>
          ))}
        </div>
        <span className="self-center text-ink-2">Zoom</span>
        <Slider
          min={0}
          max={STEPS}
          step={5}
          handles={[
            { name: 'Shown from', value: zoom[0], text: timeOf(from) },
            { name: 'Shown until', value: zoom[1], text: timeOf(to) },
          ]}
          onChange={(step, end) =>
            setZoom(([left, right]) =>
              end === 0 ? [Math.min(step, right - LEAST_STEPS), right] : [left, Math.max(step, left + LEAST_STEPS)],
            )
          }
        />
      </div>
      <div className="mt-1 flex flex-wrap gap-2">
        <Button small aria-pressed={isRelative} onClick={() => setRelative(!isRelative)}>
          {isRelative ? 'Times of day' : 'Times from the first failure'}
        </Button>
        {isZoomed && (
          <Button small onClick={() => setZoom([0, STEPS])}>
            Show all
          </Button>
        )}
      </div>
      {selected && (
        <section aria-label="Selected in the timeline" aria-live="polite" className="mt-3 rounded-md border p-3">
          <Happenings list={selected.happenings} evidence={evidence} timeOf={timeOf} />
        </section>
      )}
      {happenings.length > 0 ? (
        <details className="mt-3">
          <summary className="cursor-pointer text-ink-2">All {happenings.length} as a list</summary>
          <div className="mt-2">
            <Happenings list={happenings} evidence={evidence} timeOf={timeOf} />
          </div>
        </details>
      ) : (
        <p className="mt-3 text-ink-2">Nothing related was recorded in the hour before the diagnosis.</p>
      )}
    </>
  );
}

function Happenings({
  list,
  evidence,
  timeOf,
}: {
  list: Mark['happenings'];
  evidence: IncidentEvidence | undefined;
  timeOf: (ms: number) => string;
}) {
  return (
    <ol className="flex flex-col divide-y">
      {list.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two happenings may be identical
        <HappeningDetail key={index} happening={one} evidence={evidence} timeOf={timeOf} />
      ))}
    </ol>
  );
}

/** The same mark, also after the evidence was fetched again. */
function isSame({ happenings: [a] }: Mark, other: Mark | undefined): boolean {
  const b = other?.happenings[0];
  return a !== undefined && b !== undefined && a.lane === b.lane && a.from === b.from && a.text === b.text;
}
