'use client';

import type { Route } from 'next';
import type { ReactNode } from 'react';
import type { GET as ListIncidents } from '#app/api/v1/incidents/route.ts';
import type { GET as GetResource } from '#app/api/v1/resources/[...key]/route.ts';
import { useApi } from '#components/api.ts';
import { FieldDiffs } from '#components/changes/field-diffs.tsx';
import { ClusterName } from '#components/cluster-name.tsx';
import { ObjectName } from '#components/graph/object-link.tsx';
import { IncidentRow } from '#components/incidents/incident-row.tsx';
import { Loaded } from '#components/loaded.tsx';
import { HealthStrip } from '#components/resources/health-strip.tsx';
import { Manifest } from '#components/resources/manifest.tsx';
import { Relations } from '#components/resources/relations.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { amount } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Health, Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { keyOf } from '#lib/kubernetes/refs.ts';

type Resource = AnswerOf<typeof GetResource>;

const REFRESH_MS = 5_000;
/** How many of each list are shown before the rest is folded away. */
const SHOWN = 8;
const MAX_INCIDENTS = 10;

/** Everything known about one object. `path` is its key, as it appears in the address. */
export function ResourceView({ path }: { path: string }) {
  const resource = useApi<typeof GetResource>(`/api/v1/resources/${path}`, REFRESH_MS);
  return (
    <Loaded query={resource} skeleton={<Skeleton className="h-96" />}>
      {(data) => (
        <>
          <Head resource={data} />
          <Section title="Health">
            <HealthStrip resource={data} />
          </Section>
          <Section title="Related objects">
            <Relations resource={data} />
          </Section>
          <div className="grid grid-cols-1 gap-x-6 lg:grid-cols-2">
            <div className="min-w-0">
              <Incidents resource={data} />
              <Changes resource={data} />
            </div>
            <div className="min-w-0">
              <Events events={data.events} />
              <LogPatterns logs={data.logs} />
              <Alerts alerts={data.alerts} />
            </div>
          </div>
          <Manifest object={data.object} />
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
        action={deletedAt === undefined ? <Health health={health} /> : <Badge tone="neutral">Deleted</Badge>}
      >
        In cluster <ClusterName name={cluster} />. First seen <When ms={firstSeen} />.{' '}
        {deletedAt === undefined ? (
          <>
            Last changed <When ms={lastSeen} />.
          </>
        ) : (
          <>
            Deleted <When ms={deletedAt} />.
          </>
        )}
      </PageHead>
      {deletedAt === undefined && healthReason && health !== 'healthy' && (
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

/** The first items of a list, and the rest on demand; a sentence where there is none. */
function Folded<T>({ items, none, noun, row }: { items: readonly T[]; none: string; noun: string; row: (item: T) => ReactNode }) {
  if (items.length === 0) return <p className="text-ink-2">{none}</p>;
  const rest = items.slice(SHOWN);
  return (
    <>
      <ul className="flex flex-col gap-3">{items.slice(0, SHOWN).map(row)}</ul>
      {rest.length > 0 && (
        <details className="mt-3">
          <summary className="cursor-pointer text-sm text-ink-2">{amount(rest.length, `more ${noun}`)}</summary>
          <ul className="mt-3 flex flex-col gap-3">{rest.map(row)}</ul>
        </details>
      )}
    </>
  );
}

/** The incidents that the object was part of. */
function Incidents({ resource }: { resource: Resource }) {
  const query = new URLSearchParams({ cluster: resource.cluster, object: keyOf(resource), limit: String(MAX_INCIDENTS) });
  const incidents = useApi<typeof ListIncidents>(`/api/v1/incidents?${query}`, REFRESH_MS);
  return (
    <Section title="Incidents" flush>
      <Loaded query={incidents} skeleton={<Skeleton className="m-4 h-12" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="p-4 text-ink-2">It has been part of no incident.</p>
          ) : (
            <ul className="divide-y">
              {items.map((incident) => (
                <IncidentRow key={incident.id} incident={incident} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

/** The changes of the object and of what it owns. */
function Changes({ resource }: { resource: Resource }) {
  const { key, cluster, kind, namespace, name, changes } = resource;
  const all = `/changes?${new URLSearchParams({ cluster, kind, ...(namespace && { namespace }), name, controllers: 'show' })}` as Route;
  return (
    <Section
      title="Changes"
      action={
        <Link href={all} className={buttonClass('secondary', true)}>
          Open in Changes
        </Link>
      }
    >
      <Folded
        items={changes}
        none="It has not changed since it was first seen."
        noun="change"
        row={(change) => (
          <li key={change.key} className="min-w-0">
            <p className="mb-1 text-sm text-ink-2">
              {change.resource !== key && (
                <>
                  <ObjectName {...change} resourceKey={change.resource} />{' '}
                </>
              )}
              {change.op} <When ms={change.at} />
              {change.by && (
                <>
                  {' '}
                  by <code className="font-mono">{change.by}</code>
                </>
              )}
            </p>
            {change.op === 'updated' && <FieldDiffs fields={change.fields} />}
          </li>
        )}
      />
    </Section>
  );
}

function Events({ events }: { events: Resource['events'] }) {
  return (
    <Section title="Events">
      <Folded
        items={events}
        none="No events within the retention period."
        noun="event"
        row={(event) => (
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
        )}
      />
    </Section>
  );
}

function LogPatterns({ logs }: { logs: Resource['logs'] }) {
  return (
    <Section title="Log lines">
      <Folded
        items={logs}
        none="No log lines. Logs are only collected from unhealthy containers."
        noun="log line"
        row={(line) => (
          <li key={line.key} className="min-w-0">
            <p className="text-sm text-ink-2">
              {line.container}
              {line.previous && ', before its restart'}, {line.severity}, {amount(line.count, 'similar line')}, last{' '}
              <When ms={line.lastAt} />
            </p>
            <p className="font-mono text-sm break-all">{line.sample}</p>
          </li>
        )}
      />
    </Section>
  );
}

function Alerts({ alerts }: { alerts: Resource['alerts'] }) {
  if (alerts.length === 0) return null;
  return (
    <Section title="Alerts">
      <Folded
        items={alerts}
        none=""
        noun="alert"
        row={(alert) => (
          <li key={alert.key} className="flex flex-wrap items-center gap-2">
            <Badge tone={alert.status === 'firing' ? 'bad' : 'neutral'}>{alert.status === 'firing' ? 'Firing' : 'Resolved'}</Badge>
            <span className="break-words">{alert.name}</span>
            <span className="text-sm text-ink-2">
              <When ms={alert.lastAt} />
            </span>
          </li>
        )}
      />
    </Section>
  );
}
