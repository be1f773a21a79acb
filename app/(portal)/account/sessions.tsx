'use client';

import type { DELETE as EndSession } from '#app/api/v1/me/sessions/[id]/route.ts';
import type { DELETE as EndOthers, GET as ListSessions } from '#app/api/v1/me/sessions/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { deviceOf } from '#components/device.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/page.tsx';
import { Badge, Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';

/** Where a person is signed in; each session can be ended. */
export function Sessions() {
  const sessions = useApi<typeof ListSessions>('/api/v1/me/sessions', 15_000);
  const end = useAction<typeof EndSession, string>('DELETE', (id) => `/api/v1/me/sessions/${id}`);
  const endOthers = useAction<typeof EndOthers>('DELETE', '/api/v1/me/sessions');
  return (
    <Section
      title="Sessions"
      action={
        (sessions.data?.items.length ?? 0) > 1 && (
          <Button small onClick={() => endOthers.mutate()} busy={endOthers.isPending}>
            End all others
          </Button>
        )
      }
    >
      <Loaded query={sessions} skeleton={<Skeleton className="h-24" />}>
        {({ items }) => (
          <ul className="flex flex-col gap-2">
            {(end.error ?? endOthers.error) && <Notice tone="bad">{(end.error ?? endOthers.error)?.message}</Notice>}
            {items.map((session) => (
              <li key={session.id} className="flex flex-wrap items-center justify-between gap-3 rounded-md border px-3 py-2">
                <div className="min-w-0">
                  <p className="font-medium">
                    {deviceOf(session.userAgent)} {session.current && <Badge tone="good">This session</Badge>}
                    {session.impersonator && <Badge tone="warn">Support: {session.impersonator}</Badge>}
                  </p>
                  <p className="text-sm text-ink-2">
                    {session.address} · last seen <When ms={session.lastSeenAt} /> · signed in <When ms={session.createdAt} /> with{' '}
                    {session.methods.join(' and ')}
                  </p>
                </div>
                {!session.current && (
                  <Button
                    small
                    onClick={() => end.mutate(session.id)}
                    busy={end.isPending && end.variables === session.id}
                    aria-label={`End the session of ${deviceOf(session.userAgent)} at ${session.address}`}
                  >
                    End
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}
