'use client';

import { useState } from 'react';
import type { GET as ListDeletions } from '#app/api/v1/admin/deletions/route.ts';
import { useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Skeleton, type Tone } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { CopyText, When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';

type Deletion = AnswerOf<typeof ListDeletions>['items'][number];

const STATES: Record<Deletion['state'], { tone: Tone; word: string }> = {
  requested: { tone: 'warn', word: 'Requested' },
  withdrawn: { tone: 'neutral', word: 'Taken back' },
  running: { tone: 'info', word: 'Deleting' },
  done: { tone: 'good', word: 'Deleted' },
};

/** The deletions that clients asked for: which are pending, why one does not go on, and the signed reports. */
export function DeletionsView() {
  const deletions = useApi<typeof ListDeletions>('/api/v1/admin/deletions?limit=200', 10_000);
  const [shown, setShown] = useState<Deletion>();
  return (
    <>
      <PageHead title="Deletions" crumbs={PROVIDER_CRUMBS}>
        Clients that asked for the deletion of their data. Reports hold no personal data.
      </PageHead>
      <Loaded query={deletions} skeleton={<Skeleton className="h-64" />}>
        {({ items }) => (
          <Section flush>
            {items.length === 0 ? (
              <Empty title="No deletions yet">A request appears here as soon as an owner makes it.</Empty>
            ) : (
              <Table
                label="Deletions"
                rows={items}
                rowKey={(one) => one.clientId}
                columns={[
                  { key: 'client', head: 'Client', cell: (one) => <code className="font-mono">{one.clientId}</code> },
                  { key: 'state', head: 'State', cell: (one) => <Badge tone={STATES[one.state].tone}>{STATES[one.state].word}</Badge> },
                  { key: 'requested', head: 'Requested', short: true, cell: (one) => <When ms={one.requestedAt} /> },
                  {
                    key: 'due',
                    head: 'Begins',
                    cell: (one) => new Date(one.dueAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
                  },
                  { key: 'progress', head: 'Progress', cell: (one) => <Progress deletion={one} onShow={() => setShown(one)} /> },
                ]}
              />
            )}
          </Section>
        )}
      </Loaded>
      {shown?.report && (
        <Dialog open onOpenChange={(open) => !open && setShown(undefined)} title={`Report: ${shown.clientId}`}>
          <CopyText block text={JSON.stringify(shown.report, null, 2)} label="Copy the report" />
        </Dialog>
      )}
    </>
  );
}

function Progress({ deletion, onShow }: { deletion: Deletion; onShow: () => void }) {
  if (deletion.report)
    return (
      <Button small onClick={onShow}>
        Report<span className="sr-only"> of {deletion.clientId}</span>
      </Button>
    );
  if (deletion.error) return <span className="text-bad [overflow-wrap:anywhere]">{deletion.error}</span>;
  return deletion.steps.length > 0 ? <>Done: {deletion.steps.join(', ')}</> : <span className="text-ink-2">–</span>;
}
