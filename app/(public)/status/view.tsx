import { duration } from '#components/ui/format.ts';
import { Section } from '#components/ui/page.tsx';
import { Badge, Notice, type Tone } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { PublicStatus, StatusState } from '#lib/admin/index.ts';

const LOOKS = {
  operational: { tone: 'good', word: 'Operational', bar: 'bg-good', height: 'h-6' },
  degraded: { tone: 'warn', word: 'Degraded', bar: 'bg-warn', height: 'h-4' },
  down: { tone: 'bad', word: 'Down', bar: 'bg-bad', height: 'h-2' },
  off: { tone: 'neutral', word: 'Not set up', bar: 'bg-line-strong', height: 'h-1' },
} as const satisfies Record<StatusState, { tone: Tone; word: string; bar: string; height: string }>;

const OVERALL: Record<StatusState, string> = {
  operational: 'Everything works',
  degraded: 'Some parts are degraded',
  down: 'Some parts are down',
  off: 'Nothing is set up yet',
};

/** How each part is now, its last 90 days, and what went wrong in them. */
export function StatusView({ status }: { status: PublicStatus }) {
  const { components, troubles, checkedAt } = status;
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold">Status</h1>
      <div className="mb-6">
        <Notice tone={LOOKS[status.state].tone} title={OVERALL[status.state]}>
          Checked at{' '}
          <time dateTime={new Date(checkedAt).toISOString()}>{new Date(checkedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC</time>
        </Notice>
      </div>
      <Section title="Parts of the service" flush>
        <ul className="divide-y">
          {components.map((component) => (
            <li key={component.id} className="p-4">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <h3 className="font-medium">{component.name}</h3>
                <Badge tone={LOOKS[component.state].tone}>{LOOKS[component.state].word}</Badge>
              </div>
              {component.days.length > 0 && <Days component={component} />}
            </li>
          ))}
        </ul>
      </Section>
      <Section title="What went wrong in the last 90 days">
        {troubles === null ? (
          <p className="text-ink-2">The history cannot be read at the moment.</p>
        ) : troubles.length === 0 ? (
          <p className="text-ink-2">No trouble was measured.</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {troubles.map(({ component, name, state, beganAt, endedAt }) => (
              <li key={`${component} ${beganAt}`} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Badge tone={LOOKS[state].tone}>{LOOKS[state].word}</Badge>
                <span className="font-medium">{name}</span>
                <span className="text-ink-2">
                  <When ms={beganAt} />
                  {endedAt === null ? ', still so' : `, for ${duration(endedAt - beganAt)}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <p className="text-sm text-ink-2">
        A worker checks each part every minute. The same as JSON:{' '}
        <a href="/api/v1/status" className="link">
          /api/v1/status
        </a>
      </p>
    </>
  );
}

function Days({ component: { name, days, availability } }: { component: PublicStatus['components'][number] }) {
  const measured = days.filter(({ state }) => state !== undefined);
  const bad = measured.filter(({ state }) => state === 'down' || state === 'degraded');
  return (
    <>
      <div
        role="img"
        aria-label={`${name}: of the last ${days.length} days ${measured.length} were measured, ${bad.length} of them with trouble`}
        className="mt-3 flex h-6 items-end gap-px"
      >
        {days.map(({ date, state }) => (
          <span
            key={date}
            title={`${date}: ${state ? LOOKS[state].word : 'not measured'}`}
            className={`min-w-0 flex-1 rounded-xs ${state ? `${LOOKS[state].bar} ${LOOKS[state].height}` : 'h-6 bg-sunken'}`}
          />
        ))}
      </div>
      <p className="mt-1 flex justify-between text-xs text-ink-2">
        <span>90 days ago</span>
        {availability !== null && <span>{percentOf(availability)} of the measured time available</span>}
        <span>Today</span>
      </p>
    </>
  );
}

/** Rounded down, so that 100 % means that it was never down. */
function percentOf(share: number): string {
  return `${Math.floor(share * 100_000) / 1000} %`;
}
