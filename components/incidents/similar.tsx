'use client';

import type { PUT as LinkIncidents, DELETE as Unlink } from '#app/api/v1/incidents/[id]/links/[otherId]/route.ts';
import type { GET as ListSimilar } from '#app/api/v1/incidents/[id]/similar/route.ts';
import { causeTitle } from '#lib/rca/cause-titles.ts';
import { useAction, useApi } from '../api.ts';
import { ClusterName } from '../cluster-name.tsx';
import { Loaded } from '../loaded.tsx';
import { useMe } from '../shell/session.ts';
import { Button } from '../ui/button.tsx';
import { duration } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Skeleton } from '../ui/state.tsx';
import { When } from '../ui/text.tsx';
import { type Incident, objectText } from './words.ts';

/** Past incidents with the same cause or a similar propagation, the feedback on them, and a button that links each with this one. */
export function Similar({ id, linked }: { id: string; linked: Incident['linked'] }) {
  const me = useMe().data;
  const link = useAction<typeof LinkIncidents, string>('PUT', (otherId) => `/api/v1/incidents/${id}/links/${otherId}`);
  const unlink = useAction<typeof Unlink, string>('DELETE', (otherId) => `/api/v1/incidents/${id}/links/${otherId}`);
  const isLinked = (otherId: string) => linked.some((one) => one.id === otherId);
  const similar = useApi<typeof ListSimilar>(`/api/v1/incidents/${encodeURIComponent(id)}/similar`);
  return (
    <Loaded query={similar} skeleton={<Skeleton className="h-16" />}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-ink-2">No similar incidents in any of your clusters.</p>
        ) : (
          <ul className="divide-y">
            {items.map((one) => (
              <li key={one.id} className="py-2 first:pt-0 last:pb-0">
                {me && me.role !== 'viewer' && (
                  <Button
                    small
                    look="quiet"
                    className="float-right print:hidden"
                    busy={link.isPending || unlink.isPending}
                    aria-label={`${isLinked(one.id) ? 'Unlink' : 'Link'} incident ${one.number}`}
                    onClick={() => (isLinked(one.id) ? unlink : link).mutate(one.id)}
                  >
                    {isLinked(one.id) ? 'Unlink' : 'Link'}
                  </Button>
                )}
                <Link href={`/incidents/${one.id}`} className="break-words hover:underline">
                  <span className="text-ink-2">#{one.number}</span> {one.title}
                </Link>
                <p className="text-sm break-words text-ink-2">
                  {Math.round(one.similarity * 100)}% similar, <ClusterName name={one.cluster} />, <When ms={one.openedAt} />
                  {one.closedAt !== null && `, lasted ${duration(one.closedAt - one.openedAt)}`}
                </p>
                {one.feedback && (
                  <p className="text-sm break-words">
                    {one.feedback.verdict === 'confirmed'
                      ? 'The cause was confirmed'
                      : `The actual cause was ${causeTitle(one.code ?? '')}${one.object ? `, ${objectText(one.object)}` : ''}`}
                    {one.feedback.note && `: ${one.feedback.note}`}
                  </p>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
