'use client';

import type { GET as GetResource } from '#app/api/v1/resources/[...key]/route.ts';
import { useApi } from '#components/api.ts';
import { FieldDiffs } from '#components/changes/field-diffs.tsx';
import { ObjectName } from '#components/graph/object-link.tsx';
import { Loaded } from '#components/loaded.tsx';
import { amount } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Health, Notice, Skeleton } from '#components/ui/state.tsx';
import { CopyText, When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Resource = AnswerOf<typeof GetResource>;

const MAX_EVENTS = 30;
const MAX_LOG_LINES = 30;
const MAX_NEIGHBOURS = 60;

/** Everything known about one object. `path` is its key, as it appears in the address. */
export function ResourceView({ path }: { path: string }) {
  const resource = useApi<typeof GetResource>(`/api/v1/resources/${path}`, 5_000);
  return (
    <Loaded query={resource} skeleton={<Skeleton className="h-96" />}>
      {(data) => (
        <>
          <Head resource={data} />
          <div className="grid grid-cols-1 gap-x-6 lg:grid-cols-2">
            <Changes changes={data.changes} />
            <Events events={data.events} />
            <Neighbours neighbours={data.neighbours} />
            <LogLines logs={data.logs} />
          </div>
          <details className="mb-6 rounded-lg border bg-surface p-4">
            <summary className="cursor-pointer font-semibold">Object as sent by the agent</summary>
            <div className="mt-3">
              <CopyText block text={JSON.stringify(data.object, null, 2)} label="Copy the object" />
            </div>
          </details>
        </>
      )}
    </Loaded>
  );
}

function Head({ resource }: { resource: Resource }) {
  const { health, healthReason, missingRefs, cluster, firstSeen, lastSeen, deletedAt } = resource;
  return (
    <>
      <PageHead
        title={<ObjectName {...resource} />}
        crumbs={[{ href: '/topology', label: 'Topology' }]}
        action={<Health health={health} />}
      >
        In cluster {cluster}. First seen <When ms={firstSeen} />.{' '}
        {deletedAt ? (
          <>
            Deleted <When ms={deletedAt} />.
          </>
        ) : (
          <>
            Last changed <When ms={lastSeen} />.
          </>
        )}
      </PageHead>
      {healthReason && health !== 'healthy' && (
        <div className="mb-6">
          <Notice tone={health === 'failing' ? 'bad' : 'warn'}>{healthReason}</Notice>
        </div>
      )}
      {missingRefs.length > 0 && (
        <div className="mb-6">
          <Notice tone="bad" title="References missing objects">
            {missingRefs.join(', ')}
          </Notice>
        </div>
      )}
    </>
  );
}

function Changes({ changes }: { changes: Resource['changes'] }) {
  return (
    <Section title="Changes">
      {changes.length === 0 ? (
        <p className="text-ink-2">No changes since it was first seen.</p>
      ) : (
        <ul className="flex flex-col gap-4">
          {changes.map((change) => (
            <li key={change.key}>
              <p className="mb-1 text-sm text-ink-2">
                {change.op} <When ms={change.at} />
                {change.by && ` by ${change.by}`}
              </p>
              {change.op === 'updated' && <FieldDiffs fields={change.fields} />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Events({ events }: { events: Resource['events'] }) {
  return (
    <Section title="Events">
      {events.length === 0 ? (
        <p className="text-ink-2">No events within the retention period.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {events.slice(0, MAX_EVENTS).map((event) => (
            <li key={event.key} className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 text-sm">
                <Badge tone={event.type === 'Warning' ? 'warn' : 'neutral'}>{event.reason}</Badge>
                <span className="text-ink-2">
                  {event.count > 1 && `${event.count} times, `}
                  <When ms={event.lastAt} />
                </span>
              </p>
              <p className="mt-1 break-words">{event.message}</p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Neighbours({ neighbours }: { neighbours: Resource['neighbours'] }) {
  return (
    <Section title="Related objects">
      <ul className="flex flex-col gap-2">
        {neighbours.slice(0, MAX_NEIGHBOURS).map((other) => (
          <li key={`${other.type}${other.direction}${other.key}`} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              <span className="text-sm text-ink-2">{other.direction === 'out' ? other.type : `${other.type} by`} </span>
              <ObjectName {...other} resourceKey={other.key} />
            </span>
            {other.deletedAt || other.until ? <Badge tone="neutral">Ended</Badge> : <Health health={other.health} />}
          </li>
        ))}
        {neighbours.length === 0 && <li className="text-ink-2">No related objects.</li>}
      </ul>
    </Section>
  );
}

function LogLines({ logs }: { logs: Resource['logs'] }) {
  return (
    <Section title="Log lines">
      {logs.length === 0 ? (
        <p className="text-ink-2">No log lines. Logs are only collected from unhealthy containers.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {logs.slice(0, MAX_LOG_LINES).map((line) => (
            <li key={line.key} className="min-w-0">
              <p className="text-sm text-ink-2">
                {line.container}
                {line.previous && ', before its restart'}, {line.severity}, {amount(line.count, 'similar line')}, last{' '}
                <When ms={line.lastAt} />
              </p>
              <p className="font-mono text-sm break-all">{line.sample}</p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
