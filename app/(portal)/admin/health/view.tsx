'use client';

import { useState } from 'react';
import type { GET as GetHealthHistory } from '#app/api/v1/admin/health-history/route.ts';
import { useApi } from '#components/api.ts';
import { DayChart } from '#components/charts/day-chart.tsx';
import { LineChart } from '#components/charts/line-chart.tsx';
import { Loaded } from '#components/loaded.tsx';
import { count } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';

type History = AnswerOf<typeof GetHealthHistory>;
type Range = 'day' | 'quarter';

/** `per`: what is recorded is divided by this before it is drawn. An axis has whole numbers only, so milliseconds are shown in seconds. */
const LINES = [
  { key: 'graphLag', title: 'Records not yet applied to graphs', per: 1, format: count },
  { key: 'graphAgeMs', title: 'Lag of the slowest graph', per: 1_000, format: (seconds: number) => `${count(seconds)} s` },
  { key: 'jobsWaiting', title: 'Jobs waiting', per: 1, format: count },
] as const;
const BARS = [
  { key: 'events', title: 'Events accepted', colour: 'var(--accent)' },
  { key: 'jobsFailed', title: 'Jobs that failed for good', colour: 'var(--bad)' },
] as const;

/** How the installation was over the last day or the last 90 days. */
export function HealthView() {
  const [range, setRange] = useState<Range>('day');
  const history = useApi<typeof GetHealthHistory>(`/api/v1/admin/health-history?range=${range}`, 60_000);
  return (
    <>
      <PageHead
        title="System health"
        crumbs={PROVIDER_CRUMBS}
        action={
          <Select label="Time" value={range} onChange={(event) => setRange(event.target.value as Range)}>
            <option value="day">Last 24 hours</option>
            <option value="quarter">Last 90 days</option>
          </Select>
        }
      >
        {range === 'day' ? 'Lines show the worst of each five minutes.' : 'Lines show the worst of each day.'} The{' '}
        <Link href="/status" className="link">
          status page
        </Link>{' '}
        shows the history of each component.
      </PageHead>
      <Loaded query={history} skeleton={<Skeleton className="h-[48rem]" />}>
        {(data) => <Charts history={data} />}
      </Loaded>
    </>
  );
}

function Charts({ history: { lines, bars } }: { history: History }) {
  // The steps of what is shown, which is still the earlier range while another is loading.
  const isByDay = (bars[1]?.at ?? 0) - (bars[0]?.at ?? 0) > 3_600_000;
  return (
    <div className="grid gap-x-6 lg:grid-cols-2">
      {BARS.map(({ key, title, colour }) => (
        <Section key={key} title={title}>
          <DayChart
            label={title}
            period={isByDay ? 'day' : 'hour'}
            days={bars.map((bar) => ({ day: new Date(bar.at).toISOString().slice(0, isByDay ? 10 : undefined), [key]: bar[key] }))}
            series={[{ key, name: title, colour }]}
            format={count}
          />
        </Section>
      ))}
      {LINES.map(({ key, title, per, format }) => (
        <Section key={key} title={title}>
          <LineChart
            label={title}
            isByDay={isByDay}
            points={lines.map(({ at, [key]: value }) => ({ at, value: value === null ? null : Math.round(value / per) }))}
            format={format}
          />
        </Section>
      ))}
    </div>
  );
}
