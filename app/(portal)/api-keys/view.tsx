'use client';

import { useState } from 'react';
import type { DELETE as RevokeApiKey } from '#app/api/v1/api-keys/[id]/route.ts';
import type { GET as ListApiKeys } from '#app/api/v1/api-keys/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { NewKeyDialog } from './new-key.tsx';
import { RotateKeyDialog } from './rotate-key.tsx';

type ApiKey = AnswerOf<typeof ListApiKeys>['items'][number];

/** The API keys of the account with their permissions, last use and expiry. */
export function ApiKeysView() {
  const keys = useApi<typeof ListApiKeys>('/api/v1/api-keys', 15_000);
  const role = useMe().data?.role;
  const mayChange = role === 'owner' || role === 'admin';
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  const [replacing, setReplacing] = useState<ApiKey>();
  return (
    <>
      <PageHead
        title="API keys"
        action={
          mayChange && (
            <Button look="primary" onClick={() => setCreating(true)}>
              Create API key
            </Button>
          )
        }
      >
        Agents use API keys to send data, scripts to read it, and assistants to ask through the{' '}
        <Link href="/docs/mcp" className="link">
          MCP server
        </Link>
        . The{' '}
        <Link href="/docs/api" className="link">
          API reference
        </Link>{' '}
        lists every operation. A key is shown once, when it is created.
      </PageHead>
      <Loaded query={keys} skeleton={<Skeleton className="h-64" />}>
        {({ items }) => (
          <Section flush>
            {items.length === 0 ? (
              <Empty title="No API keys yet">Your first key is created when your account is set up.</Empty>
            ) : (
              <ApiKeyTable keys={items} onRevoke={mayChange ? setRevoking : undefined} onReplace={setReplacing} />
            )}
          </Section>
        )}
      </Loaded>
      {isCreating && <NewKeyDialog onClose={() => setCreating(false)} />}
      {replacing && <RotateKeyDialog apiKey={replacing} onClose={() => setReplacing(undefined)} />}
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

/** `onRevoke` is absent for roles that may not revoke keys. */
function ApiKeyTable({
  keys,
  onRevoke,
  onReplace,
}: {
  keys: ApiKey[];
  onRevoke: ((key: ApiKey) => void) | undefined;
  onReplace: (key: ApiKey) => void;
}) {
  return (
    <Table
      label="API keys"
      rows={keys}
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
        { key: 'scopes', head: 'Permissions', cell: (key) => key.scopes.join(', ') },
        { key: 'state', head: 'Status', cell: (key) => <KeyState apiKey={key} /> },
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
            onRevoke && !key.revokedAt ? (
              <span className="flex flex-wrap gap-2">
                <Button small onClick={() => onReplace(key)} aria-label={`Replace ${key.name}`}>
                  Replace
                </Button>
                <Button small look="danger" onClick={() => onRevoke(key)} aria-label={`Revoke ${key.name}`}>
                  Revoke
                </Button>
              </span>
            ) : (
              <span className="text-ink-2">–</span>
            ),
        },
      ]}
    />
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const revoke = useAction<typeof RevokeApiKey>('DELETE', `/api/v1/api-keys/${apiKey.id}`);
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${apiKey.name}?`}
      action="Revoke API key"
      danger
      busy={revoke.isPending}
      error={revoke.error?.message}
      onConfirm={() => revoke.mutate(undefined, { onSuccess: onClose })}
    >
      <p>
        The key ending in <code className="font-mono">{apiKey.lastFour}</code> stops working immediately. This cannot be undone.
        {apiKey.scopes.includes('ingest') && ' Agents that use it can no longer send; they buffer their data until they get another key.'}
      </p>
    </Confirm>
  );
}

function KeyState({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revokedAt !== null)
    return (
      <Badge tone="neutral">
        Revoked <When ms={apiKey.revokedAt} />
      </Badge>
    );
  if (apiKey.expiresAt === null) return <Badge tone="good">Active</Badge>;
  const day = new Date(apiKey.expiresAt).toLocaleDateString();
  return apiKey.expiresAt <= Date.now() ? <Badge tone="neutral">Expired {day}</Badge> : <Badge tone="good">Active until {day}</Badge>;
}
