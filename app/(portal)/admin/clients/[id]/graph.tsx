'use client';

import { useState } from 'react';
import type { POST as RebuildGraph } from '#app/api/v1/admin/clients/[id]/graph-rebuild/route.ts';
import type { GET as GetClient } from '#app/api/v1/admin/clients/[id]/route.ts';
import { useAction } from '#components/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { count } from '#components/ui/format.ts';
import { Section } from '#components/ui/page.tsx';
import { Notice } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Client = AnswerOf<typeof GetClient>;

/** The client's graph, which can be made anew from its log. */
export function GraphSection({ client }: { client: Client }) {
  const [asking, setAsking] = useState(false);
  const rebuild = useAction<typeof RebuildGraph>('POST', `/api/v1/admin/clients/${client.id}/graph-rebuild`);
  const last = client.rebuild;
  const isUnderWay = last?.state === 'wanted' || last?.state === 'running';
  return (
    <Section
      title="Graph"
      action={
        client.status === 'active' && (
          <Button small disabled={isUnderWay} onClick={() => setAsking(true)}>
            Rebuild
          </Button>
        )
      }
    >
      {last?.state === 'failed' && (
        <div className="mb-3">
          <Notice tone="bad" title="The last rebuild failed; the graph from before serves on">
            {last.error}
          </Notice>
        </div>
      )}
      {isUnderWay ? (
        <div>
          <p id="rebuild-progress">
            {last.state === 'wanted'
              ? 'A rebuild begins within seconds.'
              : `Rebuilding: ${count(last.applied)} of ${count(last.total)} records. The graph from before serves until it is done.`}
          </p>
          <progress className="mt-2 w-full" aria-labelledby="rebuild-progress" value={last.applied} max={Math.max(1, last.total)} />
        </div>
      ) : (
        <p className="text-ink-2">
          A projection of the client's log: it can be made anew from it at any time, while the one there serves.
          {last && last.endedAt !== null && (
            <>
              {' '}
              Last asked for by {last.requestedBy}, ended <When ms={last.endedAt} />
              {last.state === 'done' && `, from ${count(last.applied)} records`}.
            </>
          )}
        </p>
      )}
      <Confirm
        open={asking}
        onOpenChange={(open) => {
          setAsking(open);
          rebuild.reset();
        }}
        title="Rebuild this client's graph?"
        action="Rebuild the graph"
        busy={rebuild.isPending}
        error={rebuild.error?.message}
        onConfirm={() => rebuild.mutate(undefined, { onSuccess: () => setAsking(false) })}
      >
        <p>
          Every record of its log is applied again to a second graph, which then takes the place of the first. The client notices nothing;
          where every graph server is full, it fails and says so.
        </p>
      </Confirm>
    </Section>
  );
}
