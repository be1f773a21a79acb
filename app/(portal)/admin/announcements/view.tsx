'use client';

import { useState } from 'react';
import type { DELETE as RemoveAnnouncement } from '#app/api/v1/admin/announcements/[id]/route.ts';
import type { GET as ListAnnouncements } from '#app/api/v1/admin/announcements/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';
import { NewAnnouncement } from './new-announcement.tsx';

type Announcement = AnswerOf<typeof ListAnnouncements>['items'][number];

/** What is announced to everybody at the top of the portal. */
export function AnnouncementsView() {
  const announcements = useApi<typeof ListAnnouncements>('/api/v1/admin/announcements', 15_000);
  const [isAdding, setAdding] = useState(false);
  const remove = useAction<typeof RemoveAnnouncement, string>('DELETE', (id) => `/api/v1/admin/announcements/${id}`);
  return (
    <>
      <PageHead
        title="Announcements"
        crumbs={PROVIDER_CRUMBS}
        action={
          <Button look="primary" onClick={() => setAdding(true)}>
            Announce something
          </Button>
        }
      >
        Everybody who is signed in sees them at the top of the portal, between the two times.
      </PageHead>
      {remove.error && (
        <div className="mb-4">
          <Notice tone="bad">{remove.error.message}</Notice>
        </div>
      )}
      <Loaded query={announcements} skeleton={<Skeleton className="h-48" />}>
        {({ items }) => (
          <Section flush>
            {items.length === 0 ? (
              <Empty title="Nothing is announced">Announce a maintenance window or a disturbance, so that clients need not ask.</Empty>
            ) : (
              <ul className="divide-y">
                {items.map((one) => (
                  <li key={one.id} className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
                    <div className="min-w-0">
                      <p className="flex flex-wrap items-center gap-2">
                        <State announcement={one} />
                        <span className="font-medium break-words">{one.title}</span>
                      </p>
                      {one.body && <p className="mt-1 break-words">{one.body}</p>}
                      <p className="mt-1 text-sm break-words text-ink-2">
                        {new Date(one.shownFrom).toLocaleString()} to {new Date(one.shownUntil).toLocaleString()}, by {one.createdBy}
                      </p>
                    </div>
                    <Button small onClick={() => remove.mutate(one.id)} busy={remove.isPending && remove.variables === one.id}>
                      Remove
                    </Button>
                  </li>
                ))}
              </ul>
            )}
          </Section>
        )}
      </Loaded>
      {isAdding && <NewAnnouncement onClose={() => setAdding(false)} />}
    </>
  );
}

function State({ announcement: { shownFrom, shownUntil, tone } }: { announcement: Announcement }) {
  const now = Date.now();
  if (shownUntil <= now) return <Badge tone="neutral">Past</Badge>;
  if (shownFrom > now) return <Badge tone="info">Planned</Badge>;
  return <Badge tone={tone}>Shown</Badge>;
}
