'use client';

import { useEffect, useState } from 'react';
import type { GET as GetResource } from '#app/api/v1/resources/[...key]/route.ts';
import type { AnswerOf } from '#lib/api/index.ts';
import { duration } from '../ui/format.ts';
import { HEALTH_AREAS, Health } from '../ui/state.tsx';
import { When } from '../ui/text.tsx';
import { spansOf } from './spans.ts';

type Resource = AnswerOf<typeof GetResource>;

const LISTED = 10;

/** How an object fared over time: a strip from its first known state to now, and the same as a list. */
export function HealthStrip({ resource: { healthHistory, deletedAt } }: { resource: Pick<Resource, 'healthHistory' | 'deletedAt'> }) {
  const [now, setNow] = useState<number>();
  useEffect(() => setNow(Date.now()), []);
  const end = deletedAt ?? now;
  if (healthHistory.length === 0)
    return <p className="text-ink-2">Its health has been kept only since this version of KG RCA, and has not changed since.</p>;
  if (end === undefined) return <div className="h-16" />;
  const spans = spansOf(healthHistory, end);
  const [first] = spans;
  const whole = end - (first?.from ?? end);
  return (
    <>
      <div aria-hidden className="flex h-4 overflow-hidden rounded">
        {spans.map(({ from, to, state }) => (
          <span
            key={from}
            className={HEALTH_AREAS[state]}
            // A state of a second must be seen beside one of a week.
            style={{ flexGrow: whole === 0 ? 1 : (to - from) / whole, minWidth: 2 }}
            title={`${state}, ${duration(to - from)}`}
          />
        ))}
      </div>
      <p className="mt-1 flex justify-between text-sm text-ink-2">
        {first && <When ms={first.from} />}
        <span>{deletedAt === undefined ? 'now' : 'deleted'}</span>
      </p>
      <ol className="mt-2 flex flex-col gap-1">
        {spans
          .toReversed()
          .slice(0, LISTED)
          .map(({ from, to, state, reason }, index) => (
            <li key={from} className="flex flex-wrap items-baseline gap-x-2">
              <span className="w-24 shrink-0">
                <Health health={state} />
              </span>
              <span className="text-sm text-ink-2">
                {index === 0 && deletedAt === undefined ? (
                  <>
                    since <When ms={from} />
                  </>
                ) : (
                  <>
                    for {duration(to - from)}, from <When ms={from} />
                  </>
                )}
              </span>
              {reason && <span className="min-w-0 break-words">{reason}</span>}
            </li>
          ))}
      </ol>
      {spans.length > LISTED && <p className="mt-1 text-sm text-ink-2">Earlier changes are in the strip above.</p>}
    </>
  );
}
