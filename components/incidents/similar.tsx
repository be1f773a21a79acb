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

/** Past incidents of the same cause or the same way of spreading, with what people said of them. */
export function Similar({ id }: { id: string }) {
  const similar = useApi<typeof ListSimilar>(`/api/v1/incidents/${encodeURIComponent(id)}/similar`);
  return (
    <Loaded query={similar} skeleton={<Skeleton className="h-16" />}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-ink-2">Nothing like it before, in any of your clusters.</p>
        ) : (
          <ul className="divide-y">
            {items.map((one) => (
              <li key={one.id} className="py-2 first:pt-0 last:pb-0">
                <Link href={`/incidents/${one.id}`} className="break-words hover:underline">
                  <span className="text-ink-2">#{one.number}</span> {one.title}
                </Link>
                <p className="text-sm break-words text-ink-2">
                  {Math.round(one.similarity * 100)} % alike, {one.cluster}, <When ms={one.openedAt} />
                  {one.closedAt !== null && `, lasted ${duration(one.closedAt - one.openedAt)}`}
                </p>
                {one.said && (
                  <p className="text-sm break-words">
                    {one.said.verdict === 'confirmed'
                      ? 'The cause was confirmed'
                      : `It was: ${causeTitle(one.code ?? '')}${one.object ? `, ${objectText(one.object)}` : ''}`}
                    {one.said.note && `: ${one.said.note}`}
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
