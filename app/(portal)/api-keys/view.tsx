'use client';

import { useState } from 'react';
import type { DELETE as RevokeApiKey } from '#app/api/v1/api-keys/[id]/route.ts';
import type { GET as ListApiKeys } from '#app/api/v1/api-keys/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { NewKeyDialog } from './new-key.tsx';

type ApiKey = AnswerOf<typeof ListApiKeys>['items'][number];

/** The keys of the account: what each may do, when it was last used, and its end. */
export function ApiKeysView() {
  const keys = useApi<typeof ListApiKeys>('/api/v1/api-keys', 15_000);
  const role = useMe().data?.role;
  const mayChange = role === 'owner' || role === 'admin';
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<ApiKey>();
  const revoke = useAction<typeof RevokeApiKey, string>('DELETE', (id) => `/api/v1/api-keys/${id}`);
  return (
    <>
      <PageHead
        title="API keys"
        action={
          mayChange && (
            <Button look="primary" onClick={() => setMaking(true)}>
              Create a key
            </Button>
          )
        }
      >
        For programs: agents send with them, scripts read with them. A key is shown once, when it is made.
      </PageHead>
      <Loaded query={keys} skeleton={<Skeleton className="h-64" />}>
        {({ items }) => (
          <Section flush>
            {items.length === 0 ? (
              <Empty title="No keys yet">Your first key is made when the account is set up.</Empty>
            ) : (
              <Table
                label="API keys"
                rows={items}
                rowKey={(key) => key.id}
                columns={[
                  { key: 'name', head: 'Name', order: (key) => key.name, cell: (key) => <span className="font-medium">{key.name}</span> },
                  {
                    key: 'key',
                    head: 'Key',
                    cell: (key) => (
                      <code className="font-mono text-ink-2">
                        {key.prefix}
                        <wbr />…{key.lastFour}
                      </code>
                    ),
                  },
                  { key: 'scopes', head: 'May', cell: (key) => key.scopes.join(', ') },
                  { key: 'state', head: 'State', cell: (key) => <KeyState apiKey={key} /> },
                  {
                    key: 'used',
                    head: 'Last used',
                    order: (key) => key.lastUsedAt ?? 0,
                    cell: (key) => (key.lastUsedAt === null ? <span className="text-ink-2">Never</span> : <When ms={key.lastUsedAt} />),
                  },
                  {
                    key: 'created',
                    head: 'Created',
                    order: (key) => key.createdAt,
                    cell: (key) => (
                      <>
                        <When ms={key.createdAt} /> <span className="block text-ink-2 [overflow-wrap:anywhere]">by {key.createdBy}</span>
                      </>
                    ),
                  },
                  {
                    key: 'end',
                    head: 'Action',
                    cell: (key) =>
                      mayChange && !key.revokedAt ? (
                        <Button small look="danger" onClick={() => setEnding(key)} aria-label={`Revoke ${key.name}`}>
                          Revoke
                        </Button>
                      ) : (
                        <span className="text-ink-2">–</span>
                      ),
                  },
                ]}
              />
            )}
          </Section>
        )}
      </Loaded>
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
      <Confirm
        open={ending !== undefined}
        onOpenChange={(open) => {
          if (open) return;
          setEnding(undefined);
          revoke.reset();
        }}
        title={`Revoke ${ending?.name ?? ''}?`}
        action="Revoke the key"
        danger
        busy={revoke.isPending}
        error={revoke.error?.message}
        onConfirm={() => ending && revoke.mutate(ending.id, { onSuccess: () => setEnding(undefined) })}
      >
        <p>
          Whoever uses the key that ends in <code className="font-mono">{ending?.lastFour}</code> is refused from this moment on. This
          cannot be taken back.
          {ending?.scopes.includes('ingest') &&
            ' Agents that send with it stop: their data waits in their buffer until they get another key.'}
        </p>
      </Confirm>
    </>
  );
}

function KeyState({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revokedAt !== null)
    return (
      <Badge tone="neutral">
        Revoked <When ms={apiKey.revokedAt} />
      </Badge>
    );
  if (apiKey.expiresAt === null) return <Badge tone="good">Live</Badge>;
  const day = new Date(apiKey.expiresAt).toLocaleDateString();
  return apiKey.expiresAt <= Date.now() ? <Badge tone="neutral">Expired {day}</Badge> : <Badge tone="good">Live until {day}</Badge>;
}
