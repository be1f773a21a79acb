'use client';

import type { GET as ListChangeGroups } from '#app/api/v1/change-groups/route.ts';
import { useApi } from '#components/api.ts';
import { ChangeList } from '#components/changes/change-list.tsx';
import { NothingFits } from '#components/filters.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Empty, Skeleton } from '#components/ui/state.tsx';
import { narrowedBy, queryOf } from './filter-query.ts';
import { ChangesFilters } from './filters.tsx';

const REFRESH_MS = 5_000;

/** What people and pipelines changed in the clusters, newest first, each with its field diffs and the incidents that it explains. */
export function ChangesView() {
  const [params] = useQueryState();
  // A later page stays as it is while new changes come.
  const refresh = params.has('cursor') ? undefined : REFRESH_MS;
  const changes = useApi<typeof ListChangeGroups>(`/api/v1/change-groups?${queryOf(params)}`, refresh);
  return (
    <>
      <PageHead title="Changes">
        What was changed in your clusters, field by field, when and by whom. Changes that one program made in one go are shown together.
      </PageHead>
      <ChangesFilters />
      <Loaded query={changes} skeleton={<Skeleton className="h-96" />}>
        {({ items, incidents, nextCursor }) => (
          <Section flush>
            {items.length === 0 ? <NoChanges /> : <ChangeList groups={items} incidents={incidents} />}
            <Pager next={nextCursor} />
          </Section>
        )}
      </Loaded>
    </>
  );
}

/** Why the list is empty, and the one next step. */
function NoChanges() {
  const [params] = useQueryState();
  const narrowed = narrowedBy(params);
  if (narrowed.length > 0) return <NothingFits title="No change fits these filters" filters={narrowed} />;
  return (
    <Empty
      title="No changes yet"
      action={
        <Link href="/onboarding" className={buttonClass()}>
          Check your set-up
        </Link>
      }
    >
      Changes appear here when somebody, or a pipeline, creates, edits or deletes an object in one of your clusters.
    </Empty>
  );
}
