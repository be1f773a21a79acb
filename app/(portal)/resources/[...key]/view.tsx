'use client';

import type { GET as GetResource } from '#app/api/v1/resources/[...key]/route.ts';
import { useApi } from '#components/api.ts';
import { FieldDiffs } from '#components/graph/field-diffs.tsx';
import { ObjectName } from '#components/graph/object-link.tsx';
import { Loaded } from '#components/loaded.tsx';
import { amount } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Health, Notice, Skeleton } from '#components/ui/state.tsx';
import { CopyText, When } from '#components/ui/text.tsx';

/** Everything known about one object. `path` is its key, as it appears in the address. */
export function ResourceView({ path }: { path: string }) {
  const resource = useApi<typeof GetResource>(`/api/v1/resources/${path}`, 5_000);
  return (
    <Loaded query={resource} skeleton={<Skeleton className="h-96" />}>
      {(data) => (
        <>
          <PageHead
            title={<ObjectName {...data} />}
            crumbs={[{ href: '/topology', label: 'Topology' }]}
            action={<Health health={data.health} />}
          >
            In cluster {data.cluster}. First seen <When ms={data.firstSeen} />.{' '}
            {data.deletedAt ? (
              <>
                Deleted <When ms={data.deletedAt} />.
              </>
            ) : (
              <>
                Last changed <When ms={data.lastSeen} />.
              </>
            )}
          </PageHead>
          {data.healthReason && data.health !== 'healthy' && (
            <div className="mb-6">
              <Notice tone={data.health === 'failing' ? 'bad' : 'warn'}>{data.healthReason}</Notice>
            </div>
          )}
          {data.missingRefs.length > 0 && (
            <div className="mb-6">
              <Notice tone="bad" title="References missing objects">
                {data.missingRefs.join(', ')}
              </Notice>
            </div>
          )}
          <div className="grid grid-cols-1 gap-x-6 lg:grid-cols-2">
            <Section title="Changes">
              {data.changes.length === 0 ? (
                <p className="text-ink-2">No changes since it was first seen.</p>
              ) : (
                <ul className="flex flex-col gap-4">
                  {data.changes.map((change) => (
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
            <Section title="Events">
              {data.events.length === 0 ? (
                <p className="text-ink-2">No events within the retention period.</p>
              ) : (
                <ul className="flex flex-col gap-3">
                  {data.events.slice(0, 30).map((event) => (
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
            <Section title="Related objects">
              <ul className="flex flex-col gap-2">
                {data.neighbours.slice(0, 60).map((other) => (
                  <li key={`${other.type}${other.direction}${other.key}`} className="flex flex-wrap items-center justify-between gap-2">
                    <span>
                      <span className="text-sm text-ink-2">{other.direction === 'out' ? other.type : `${other.type} by`} </span>
                      <ObjectName {...other} resourceKey={other.key} />
                    </span>
                    {other.deletedAt || other.until ? <Badge tone="neutral">Ended</Badge> : <Health health={other.health} />}
                  </li>
                ))}
                {data.neighbours.length === 0 && <li className="text-ink-2">No related objects.</li>}
              </ul>
            </Section>
            <Section title="Log lines">
              {data.logs.length === 0 ? (
                <p className="text-ink-2">No log lines. Logs are only collected from unhealthy containers.</p>
              ) : (
                <ul className="flex flex-col gap-3">
                  {data.logs.slice(0, 30).map((line) => (
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
