'use client';

import { useSearchParams } from 'next/navigation';
import type { ComponentProps } from 'react';
import type { GET as ListAudit } from '#app/api/v1/audit/route.ts';
import { useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Empty, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { Target, When } from '#components/ui/text.tsx';
import { AuditFilterBar, type AuditObjects } from './filter.tsx';

const PAGE = 50;

/** An audit log, newest first, in pages; `path` is that of the REST operation, `objects` what it can be narrowed to. */
export function AuditView({
  path,
  lead,
  empty,
  objects,
  crumbs,
}: {
  path: string;
  lead: string;
  empty: string;
  objects: AuditObjects;
  crumbs?: ComponentProps<typeof PageHead>['crumbs'];
}) {
  const params = useSearchParams();
  const cursor = params.get('cursor');
  const filter = new URLSearchParams([...params].filter(([name, value]) => (name === 'actor' || name === 'action') && value));
  const query = new URLSearchParams([...filter, ['limit', String(PAGE)], ...(cursor ? [['cursor', cursor] as [string, string]] : [])]);
  // Only the newest page can change while it is open.
  const audit = useApi<typeof ListAudit>(`${path}?${query}`, cursor ? undefined : 10_000);
  return (
    <>
      <PageHead title="Audit log" crumbs={crumbs}>
        {lead}
      </PageHead>
      <AuditFilterBar path={path} objects={objects} query={filter} />
      <Loaded query={audit} skeleton={<Skeleton className="h-96" />}>
        {({ items, nextCursor }) => (
          <Section flush>
            {items.length === 0 ? (
              <Empty title={cursor ? 'No older entries' : filter.size > 0 ? 'No such entries' : 'No entries yet'}>{empty}</Empty>
            ) : (
              <Table
                label="Audit log"
                rows={items}
                rowKey={(entry) => entry.id}
                columns={[
                  { key: 'at', head: 'Time', cell: (entry) => <When ms={entry.at} />, short: true },
                  { key: 'actor', head: 'Actor', cell: (entry) => <span className="[overflow-wrap:anywhere]">{entry.actor}</span> },
                  { key: 'address', head: 'Address', cell: (entry) => entry.address ?? <span className="text-ink-2">–</span> },
                  { key: 'action', head: 'Action', cell: (entry) => <code className="font-mono">{entry.action}</code> },
                  { key: 'target', head: 'Target', cell: (entry) => <Target id={entry.target} /> },
                  { key: 'diff', head: 'Changes', cell: (entry) => <BeforeAfter before={entry.before} after={entry.after} /> },
                ]}
              />
            )}
            <Pager next={nextCursor} />
          </Section>
        )}
      </Loaded>
    </>
  );
}

function BeforeAfter({ before, after }: { before: unknown; after: unknown }) {
  const [was, is] = [before, after].map((side) => (side && typeof side === 'object' ? (side as Record<string, unknown>) : {}));
  const fields = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])];
  if (fields.length === 0) return <span className="text-ink-2">–</span>;
  return (
    <ul className="flex flex-col gap-0.5">
      {fields.map((field) => (
        <li key={field} className="break-words">
          <span className="text-ink-2">{field}: </span>
          {was && field in was && <del className="text-ink-2">{shown(was[field])}</del>}
          {was && field in was && is && field in is && ' → '}
          {is && field in is && <ins className="no-underline">{shown(is[field])}</ins>}
        </li>
      ))}
    </ul>
  );
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
