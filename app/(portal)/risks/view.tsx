'use client';

import type { GET as ListRisks } from '#app/api/v1/clusters/[id]/risks/route.ts';
import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import { useApi } from '#components/api.ts';
import { ObjectName } from '#components/graph/object-link.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { inputClass } from '#components/ui/field.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';

const SEVERITIES = {
  high: { tone: 'bad', word: 'High' },
  medium: { tone: 'warn', word: 'Medium' },
  low: { tone: 'neutral', word: 'Low' },
} as const;

/** What is wrong in a cluster before anything fails, with what to do about it. */
export function RisksView() {
  const [params, set] = useQueryState();
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters', 30_000);
  const all = clusters.data?.items ?? [];
  const chosen = all.find(({ name }) => name === params.get('cluster')) ?? all[0];
  return (
    <>
      <PageHead
        title="Risks"
        action={
          all.length > 1 && (
            <label className="flex items-center gap-2 text-sm">
              Cluster
              <select
                className={`${inputClass} w-auto`}
                value={chosen?.name ?? ''}
                onChange={(event) => set({ cluster: event.target.value })}
              >
                {all.map(({ name, displayName }) => (
                  <option key={name} value={name}>
                    {displayName ?? name}
                  </option>
                ))}
              </select>
            </label>
          )
        }
      >
        What is wrong before anything fails: names that lead nowhere, budgets that never allow a drain, certificates that end soon and the
        like. A risk is no incident, and notifies nobody.
      </PageHead>
      <Loaded query={clusters} skeleton={<Skeleton className="h-96" />}>
        {() =>
          chosen ? <RisksOf id={chosen.id} /> : <Empty title="No clusters yet">Risks appear here once an agent reports a cluster.</Empty>
        }
      </Loaded>
    </>
  );
}

function RisksOf({ id }: { id: string }) {
  const found = useApi<typeof ListRisks>(`/api/v1/clusters/${id}/risks`, 30_000);
  return (
    <Loaded query={found} skeleton={<Skeleton className="h-96" />}>
      {({ risks, total, unchecked }) => (
        <div className="flex flex-col gap-4">
          {unchecked.length > 0 && (
            <Notice tone="info" title="Not everything could be checked">
              <ul className="list-disc pl-5">
                {unchecked.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </Notice>
          )}
          <Section flush>
            {risks.length === 0 ? (
              <Empty title="No risks">Nothing that was checked is wrong.</Empty>
            ) : (
              <ul className="divide-y">
                {risks.map(({ code, severity, title, object, key, text, remedy }) => (
                  <li
                    key={`${code} ${object.kind} ${object.namespace ?? ''} ${object.name} ${text}`}
                    className="flex flex-col gap-2 px-4 py-3"
                  >
                    <div className="flex flex-wrap items-center gap-2">
                      <Badge tone={SEVERITIES[severity].tone}>{SEVERITIES[severity].word}</Badge>
                      <span className="font-medium">{title}</span>
                      <ObjectName {...object} resourceKey={key} />
                    </div>
                    <p className="break-words">{text}</p>
                    <p className="text-sm text-ink-2">{remedy.text}</p>
                    {remedy.command && <CopyText block text={remedy.command} label="Copy the command" />}
                  </li>
                ))}
              </ul>
            )}
            {total > risks.length && (
              <p className="border-t px-4 py-3 text-sm text-ink-2">{`${total - risks.length} more are not shown.`}</p>
            )}
          </Section>
        </div>
      )}
    </Loaded>
  );
}
