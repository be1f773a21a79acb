'use client';

import type { GET as GetUsage } from '#app/api/v1/usage/route.ts';
import { useApi } from '#components/api.ts';
import { DayChart } from '#components/charts/day-chart.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { amount, bytes, count } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { LimitBar, PageHead, Section } from '#components/ui/page.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { everyDay, projectedSum, usageSince } from './month.ts';

type Usage = AnswerOf<typeof GetUsage>;
const SPANS = [7, 30, 90] as const;
/** A month and a day: enough to see whether there was usage before this month. */
const MIN_DAYS = 32;
const NO_USAGE = { day: '', events: 0, duplicates: 0, rejected: 0, rca_queries: 0, api_calls: 0, storage_bytes: 0 };

/** Usage of today and this month against the plan, a projection for the month, and a chart of each day. */
export function UsageView() {
  const [params, set] = useQueryState();
  const span = SPANS.find((days) => String(days) === params.get('days')) ?? 30;
  const usage = useApi<typeof GetUsage>(`/api/v1/usage?days=${Math.max(span, MIN_DAYS)}`, 10_000);
  return (
    <>
      <PageHead
        title="Usage"
        action={
          <Select label="Period" className="w-40" value={span} onChange={(event) => set({ days: event.target.value })}>
            {SPANS.map((days) => (
              <option key={days} value={days}>
                Last {days} days
              </option>
            ))}
          </Select>
        }
      >
        Days and months are in UTC. Duplicates and rejected records are shown but not billed.
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
            <PlanUsage usage={data} />
            <Days usage={data} span={span} />
          </>
        )}
      </Loaded>
    </>
  );
}

function PlanUsage({ usage }: { usage: Usage }) {
  const plan = PLANS[usage.plan];
  return (
    <Section
      title={`This month on the ${plan.name} plan`}
      action={
        <Link href="/billing" className="link text-sm">
          View billing
        </Link>
      }
    >
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <Meter label="Events today" {...usage.eventsToday} format={count}>
          {count(usage.eventsMonth)} this month
          <Projection used={usage.eventsMonth} limit={null} usage={usage} format={count} />
        </Meter>
        <Meter label="RCA queries" {...usage.rcaQueries} format={count}>
          <Projection used={usage.rcaQueries.used} limit={usage.rcaQueries.limit} usage={usage} format={count} />
        </Meter>
        <Meter label="API calls" {...usage.apiCalls} format={count}>
          <Projection used={usage.apiCalls.used} limit={usage.apiCalls.limit} usage={usage} format={count} />
        </Meter>
        <Meter label="Storage, monthly average" {...usage.storageBytes} format={bytes}>
          {usage.days.some((day) => day.storage_bytes > 0)
            ? 'Measured every 5 minutes; the last value of each day counts'
            : 'Not measured yet; storage is measured every 5 minutes'}
        </Meter>
      </div>
      <p className="mt-5 text-sm text-ink-2">
        As of <When ms={usage.asOf} />. Received this month but not billed: {amount(usage.duplicatesMonth, 'duplicate')},{' '}
        {amount(usage.rejectedMonth, 'rejected record')}.{' '}
        {usage.isOverageBilled
          ? 'Usage above a limit is billed per unit, except for API calls, which are refused.'
          : usage.plan === 'free'
            ? 'Usage above a limit is refused until the limit resets.'
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

/** The projected total at the end of the month. */
function Projection({ used, limit, usage, format }: { used: number; limit: number | null; usage: Usage; format: (n: number) => string }) {
  const projected = projectedSum(used, usageSince(usage.days, usage.monthStart), usage.monthEnd, Date.now());
  if (projected === undefined || used === 0) return null;
  const lastDay = new Date(usage.monthEnd - 1).toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const over = limit !== null && projected > limit;
  return (
    <span className={over ? 'block text-warn' : 'block'}>
      On track for {format(projected)} by {lastDay}
      {over && ', above the limit'}
    </span>
  );
}

function Days({ usage, span }: { usage: Usage; span: number }) {
  const days = everyDay(usage.days, NO_USAGE, span, Date.now());
  return (
    <>
      <Section title="Events per day">
        <DayChart
          label="Events per day"
          days={days}
          format={count}
          limit={usage.eventsToday.limit}
          series={[
            { key: 'events', name: 'Billed', colour: 'var(--accent)' },
            { key: 'duplicates', name: 'Duplicates', colour: 'var(--line-strong)' },
            { key: 'rejected', name: 'Rejected', colour: 'var(--bad)' },
          ]}
        />
      </Section>
      <div className="grid gap-x-6 lg:grid-cols-2">
        <Section title="RCA queries per day">
          <DayChart
            label="RCA queries per day"
            days={days}
            format={count}
            series={[{ key: 'rca_queries', name: 'RCA queries', colour: 'var(--accent)' }]}
          />
        </Section>
        <Section title="API calls per day">
          <DayChart
            label="API calls per day"
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
