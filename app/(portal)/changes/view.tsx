'use client';

import { useState } from 'react';
import type { GET as ListChanges } from '#app/api/v1/changes/route.ts';
import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import { useApi } from '#components/api.ts';
import { FieldDiffs } from '#components/graph/field-diffs.tsx';
import { ObjectName } from '#components/graph/object-link.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { inputClass } from '#components/ui/field.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';

const PAGE = 30;
const OPS = {
  created: { tone: 'good', word: 'Created' },
  updated: { tone: 'info', word: 'Updated' },
  deleted: { tone: 'bad', word: 'Deleted' },
} as const;

/** Changes in the clusters, newest first, each with its field diff. */
export function ChangesView() {
  const [params, set] = useQueryState();
  const [shown, setShown] = useState(PAGE);
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters', 30_000);
  const query = new URLSearchParams({ limit: String(Math.min(200, shown)) });
  const cluster = params.get('cluster');
  if (cluster) query.set('cluster', cluster);
  const changes = useApi<typeof ListChanges>(`/api/v1/changes?${query}`, 5_000);
  return (
    <>
      <PageHead
        title="Changes"
        action={
          <label className="flex items-center gap-2 text-sm">
            Cluster
            <select className={`${inputClass} w-auto`} value={cluster ?? ''} onChange={(event) => set({ cluster: event.target.value })}>
              <option value="">All</option>
              {clusters.data?.items.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        }
      >
        Every change to an object, with the fields before and after, when it happened and who made it.
      </PageHead>
      <Loaded query={changes} skeleton={<Skeleton className="h-96" />}>
        {({ items, nextCursor }) => (
          <Section flush>
            {items.length === 0 ? (
              <Empty title="No changes yet">Changes appear here when somebody, or a rollout, creates, edits or deletes an object.</Empty>
            ) : (
              <ul className="divide-y">
                {items.map((change) => (
                  <li key={change.key} className="flex flex-col gap-2 px-4 py-3">
                    <div className="flex flex-wrap items-center justify-between gap-2">
                      <span className="flex flex-wrap items-center gap-2">
                        <Badge tone={OPS[change.op].tone}>{OPS[change.op].word}</Badge>
                        <ObjectName {...change} />
                      </span>
                      <span className="text-sm text-ink-2">
                        {change.by && `${change.by}, `}
                        {change.cluster}, <When ms={change.at} />
                      </span>
                    </div>
                    {change.op === 'updated' && <FieldDiffs fields={change.fields} />}
                  </li>
                ))}
              </ul>
            )}
            {nextCursor && shown < 200 && (
              <div className="border-t p-3 text-center">
                <Button small onClick={() => setShown(shown + PAGE)} busy={changes.isFetching && changes.isPlaceholderData}>
                  Show more
                </Button>
              </div>
            )}
          </Section>
        )}
      </Loaded>
    </>
  );
}
