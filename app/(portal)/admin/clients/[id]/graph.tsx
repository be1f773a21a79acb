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

/** The client's graph, with a button to rebuild it from the event log. */
export function GraphSection({ client }: { client: Client }) {
  const [isConfirming, setConfirming] = useState(false);
  const rebuild = useAction<typeof RebuildGraph>('POST', `/api/v1/admin/clients/${client.id}/graph-rebuild`);
  const last = client.rebuild;
  const isUnderWay = last?.state === 'wanted' || last?.state === 'running';
  return (
    <Section
      title="Graph"
      action={
        client.status === 'active' && (
          <Button small disabled={isUnderWay} onClick={() => setConfirming(true)}>
            Rebuild
          </Button>
        )
      }
    >
      {last?.state === 'failed' && (
        <div className="mb-3">
          <Notice tone="bad" title="The last rebuild failed; the previous graph is still in use">
            {last.error}
          </Notice>
        </div>
      )}
      {isUnderWay ? (
        <div>
          <p id="rebuild-progress">
            {last.state === 'wanted'
              ? 'The rebuild starts within seconds.'
              : `Rebuilding: ${count(last.applied)} of ${count(last.total)} records. The current graph stays in use until the rebuild is complete.`}
          </p>
          <progress className="mt-2 w-full" aria-labelledby="rebuild-progress" value={last.applied} max={Math.max(1, last.total)} />
        </div>
      ) : (
        <p className="text-ink-2">
          The graph is built from the client's event log. It can be rebuilt at any time; the current graph stays in use meanwhile.
          {last && last.endedAt !== null && (
            <>
              {' '}
              Last rebuild requested by {last.requestedBy}, finished <When ms={last.endedAt} />
              {last.state === 'done' && `, ${count(last.applied)} records`}.
            </>
          )}
        </p>
      )}
      <Confirm
        open={isConfirming}
        onOpenChange={(open) => {
          setConfirming(open);
          rebuild.reset();
        }}
        title="Rebuild this client's graph?"
        action="Rebuild graph"
        busy={rebuild.isPending}
        error={rebuild.error?.message}
        onConfirm={() => rebuild.mutate(undefined, { onSuccess: () => setConfirming(false) })}
      >
        <p>
          Every record of the event log is applied to a second graph, which then replaces the current one. The client does not notice. The
          rebuild fails if all graph servers are full.
        </p>
      </Confirm>
    </Section>
  );
}
