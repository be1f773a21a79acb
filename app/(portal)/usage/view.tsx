'use client';

import Link from 'next/link';
import type { GET as GetUsage } from '#app/api/v1/usage/route.ts';
import { useApi } from '#components/api.ts';
import { DayChart } from '#components/charts/day-chart.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { bytes, count } from '#components/ui/format.ts';
import { LimitBar, PageHead, Section } from '#components/ui/page.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { countingSince, everyDay, projectedSum } from './month.ts';

type Usage = AnswerOf<typeof GetUsage>;
const SPANS = [7, 30, 90] as const;
/** A month and a day: enough to see whether anything was counted before this month. */
const ASKED_AT_LEAST = 32;
const NOTHING = { day: '', events: 0, duplicates: 0, rejected: 0, rca_queries: 0, api_calls: 0, storage_bytes: 0 };

/** What is counted: today and this month against the plan, where the month is heading, and each day. */
export function UsageView() {
  const [params, set] = useQueryState();
  const span = SPANS.find((days) => String(days) === params.get('days')) ?? 30;
  const usage = useApi<typeof GetUsage>(`/api/v1/usage?days=${Math.max(span, ASKED_AT_LEAST)}`, 10_000);
  return (
    <>
      <PageHead
        title="Usage"
        action={
          <Select label="Shown" className="w-40" value={span} onChange={(event) => set({ days: event.target.value })}>
            {SPANS.map((days) => (
              <option key={days} value={days}>
                Last {days} days
              </option>
            ))}
          </Select>
        }
      >
        Days and months are UTC. Duplicates and rejected records are shown, and cost nothing.
      </PageHead>
      <Loaded
        query={usage}
        skeleton={
          <>
            <Skeleton className="mb-6 h-56" />
            <Skeleton className="h-72" />
          </>
        }
      >
        {(data) => (
          <>
            <AgainstThePlan usage={data} />
            <Days usage={data} span={span} />
          </>
        )}
      </Loaded>
    </>
  );
}

function AgainstThePlan({ usage }: { usage: Usage }) {
  const plan = PLANS[usage.plan];
  return (
    <Section
      title={`This month on the ${plan.name} plan`}
      action={
        <Link href="/billing" className="link text-sm">
          What it costs
        </Link>
      }
    >
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <Meter label="Events today" {...usage.eventsToday} format={count}>
          {count(usage.eventsMonth)} this month
          <Heading used={usage.eventsMonth} limit={null} usage={usage} format={count} />
        </Meter>
        <Meter label="RCA queries" {...usage.rcaQueries} format={count}>
          <Heading used={usage.rcaQueries.used} limit={usage.rcaQueries.limit} usage={usage} format={count} />
        </Meter>
        <Meter label="API calls" {...usage.apiCalls} format={count}>
          <Heading used={usage.apiCalls.used} limit={usage.apiCalls.limit} usage={usage} format={count} />
        </Meter>
        <Meter label="Storage, mean of the month" {...usage.storageBytes} format={bytes}>
          {usage.days.some((day) => day.storage_bytes > 0)
            ? 'Measured every 5 minutes; the last measure of a day counts'
            : 'Not measured yet; it is every 5 minutes'}
        </Meter>
      </div>
      <p className="mt-5 text-sm text-ink-2">
        Received this month but not counted: {count(usage.duplicatesMonth)} duplicates, {count(usage.rejectedMonth)} rejected.{' '}
        {plan.overage
          ? 'What goes over a limit is billed by use; API calls over theirs are refused.'
          : usage.plan === 'free'
            ? 'What goes over a limit is refused until it begins anew.'
            : ''}
      </p>
    </Section>
  );
}

function Meter({
  label,
  children,
  ...bar
}: {
  label: string;
  used: number;
  limit: number | null;
  format: (n: number) => string;
  children: React.ReactNode;
}) {
  return (
    <div>
      <p className="mb-1 font-medium">{label}</p>
      <LimitBar {...bar} />
      <p className="text-sm text-ink-2">{children}</p>
    </div>
  );
}

/** Where a sum is heading by the end of the month. */
function Heading({ used, limit, usage, format }: { used: number; limit: number | null; usage: Usage; format: (n: number) => string }) {
  const projected = projectedSum(used, countingSince(usage.days, usage.monthStart), usage.monthEnd, Date.now());
  if (projected === undefined || used === 0) return null;
  const lastDay = new Date(usage.monthEnd - 1).toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const over = limit !== null && projected > limit;
  return (
    <span className={over ? 'block text-warn' : 'block'}>
      At this pace {format(projected)} by {lastDay}
      {over && ', over the limit'}
    </span>
  );
}

function Days({ usage, span }: { usage: Usage; span: number }) {
  const days = everyDay(usage.days, NOTHING, span, Date.now());
  return (
    <>
      <Section title="Events a day">
        <DayChart
          label="Events a day"
          days={days}
          format={count}
          limit={usage.eventsToday.limit}
          series={[
            { key: 'events', name: 'Counted', colour: 'var(--accent)' },
            { key: 'duplicates', name: 'Duplicates', colour: 'var(--line-strong)' },
            { key: 'rejected', name: 'Rejected', colour: 'var(--bad)' },
          ]}
        />
      </Section>
      <div className="grid gap-x-6 lg:grid-cols-2">
        <Section title="RCA queries a day">
          <DayChart
            label="RCA queries a day"
            days={days}
            format={count}
            series={[{ key: 'rca_queries', name: 'RCA queries', colour: 'var(--accent)' }]}
          />
        </Section>
        <Section title="API calls a day">
          <DayChart
            label="API calls a day"
            days={days}
            format={count}
            series={[{ key: 'api_calls', name: 'API calls', colour: 'var(--accent)' }]}
          />
        </Section>
        <Section title="Storage by day">
          <DayChart
            label="Storage by day"
            days={days}
            format={bytes}
            series={[{ key: 'storage_bytes', name: 'Stored', colour: 'var(--accent)' }]}
          />
        </Section>
      </div>
    </>
  );
}
