'use client';

import Link from 'next/link';
import type { GET as ListSimilar } from '#app/api/v1/incidents/[id]/similar/route.ts';
import { causeTitle } from '#lib/rca/causes.ts';
import { useApi } from '../api.ts';
import { Loaded } from '../loaded.tsx';
import { duration } from '../ui/format.ts';
import { Skeleton } from '../ui/state.tsx';
import { When } from '../ui/text.tsx';
import { objectText } from './words.ts';

/** Past incidents with the same cause or a similar propagation, and the feedback on them. */
export function Similar({ id }: { id: string }) {
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
                <Link href={`/incidents/${one.id}`} className="break-words hover:underline">
                  <span className="text-ink-2">#{one.number}</span> {one.title}
                </Link>
                <p className="text-sm break-words text-ink-2">
                  {Math.round(one.similarity * 100)}% similar, {one.cluster}, <When ms={one.openedAt} />
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
