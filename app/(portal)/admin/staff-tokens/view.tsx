'use client';

import { useState } from 'react';
import type { DELETE as RevokeStaffToken } from '#app/api/v1/admin/staff-tokens/[id]/route.ts';
import { staffTokenInput } from '#app/api/v1/admin/staff-tokens/input.ts';
import type { POST as CreateStaffToken, GET as ListStaffTokens } from '#app/api/v1/admin/staff-tokens/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { CopyText, When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';

const DAY_MS = 86_400_000;
const LIFETIME_DAYS = 90;

type StaffToken = AnswerOf<typeof ListStaffTokens>['items'][number];

/** The tokens with which the provider's programs call the operations of the staff. */
export function StaffTokensView() {
  const tokens = useApi<typeof ListStaffTokens>('/api/v1/admin/staff-tokens', 15_000);
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<StaffToken>();
  return (
    <>
      <PageHead
        title="Staff tokens"
        crumbs={PROVIDER_CRUMBS}
        action={
          <Button look="primary" onClick={() => setCreating(true)}>
            Create token
          </Button>
        }
      >
        For programs of yours that read or change clients. A token is shown once, when it is created, and expires after {LIFETIME_DAYS}{' '}
        days.
      </PageHead>
      <Loaded query={tokens} skeleton={<Skeleton className="h-64" />}>
        {({ items }) => (
          <Section flush>
            {items.length === 0 ? (
              <Empty title="No staff tokens yet">The token of ADMIN_TOKEN works, too, as long as the variable is set.</Empty>
            ) : (
              <Table
                label="Staff tokens"
                rows={items}
                rowKey={(token) => token.id}
                columns={[
                  {
                    key: 'name',
                    head: 'Name',
                    order: (token) => token.name,
                    cell: (token) => <span className="font-medium">{token.name}</span>,
                  },
                  {
                    key: 'token',
                    head: 'Token',
                    cell: (token) => <code className="font-mono text-ink-2">kg_staff_…{token.lastFour}</code>,
                  },
                  { key: 'scopes', head: 'Permissions', cell: (token) => token.scopes.join(', ') },
                  { key: 'state', head: 'Status', cell: (token) => <TokenState token={token} /> },
                  {
                    key: 'used',
                    head: 'Last used',
                    order: (token) => token.lastUsedAt ?? 0,
                    cell: (token) =>
                      token.lastUsedAt === null ? <span className="text-ink-2">Never</span> : <When ms={token.lastUsedAt} />,
                  },
                  {
                    key: 'created',
                    head: 'Created',
                    order: (token) => token.createdAt,
                    cell: (token) => (
                      <>
                        <When ms={token.createdAt} />{' '}
                        <span className="block text-ink-2 [overflow-wrap:anywhere]">by {token.createdBy}</span>
                      </>
                    ),
                  },
                  {
                    key: 'end',
                    head: 'Action',
                    cell: (token) =>
                      token.revokedAt === null ? (
                        <Button small look="danger" onClick={() => setRevoking(token)} aria-label={`Revoke ${token.name}`}>
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
      {isCreating && <NewTokenDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeDialog token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

function TokenState({ token }: { token: StaffToken }) {
  if (token.revokedAt !== null) return <Badge tone="neutral">Revoked</Badge>;
  if (token.expiresAt !== null && token.expiresAt <= Date.now()) return <Badge tone="neutral">Expired</Badge>;
  return (
    <Badge tone="good">{token.expiresAt === null ? 'Active' : `Active until ${new Date(token.expiresAt).toLocaleDateString()}`}</Badge>
  );
}

function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const [token, setToken] = useState<string>();
  const create = useAction<typeof CreateStaffToken, object>('POST', '/api/v1/admin/staff-tokens', (body) => body);
  const form = useApiForm(staffTokenInput.omit({ expiresAt: true }), {
    defaultValues: { name: '', scopes: ['read'] },
    send: async (values) => setToken((await create.mutateAsync({ ...values, expiresAt: Date.now() + LIFETIME_DAYS * DAY_MS })).token),
  });
  return (
    <Dialog
      open
      isDismissible={token === undefined}
      onOpenChange={(open) => !open && onClose()}
      title={token ? 'Your new token' : 'Create a staff token'}
    >
      {token ? (
        <div className="flex flex-col gap-4">
          <Notice tone="warn">Copy the token now. Only its hash is stored, so it cannot be shown again.</Notice>
          <CopyText block text={token} label="Copy the token" />
          <Button look="primary" onClick={onClose} className="self-end">
            I have copied it
          </Button>
        </div>
      ) : (
        <Form form={form}>
          <FormField form={form} name="name" label="Name" hint="The program that will use it." autoComplete="off" required />
          <fieldset>
            <legend className="mb-1 text-sm font-medium">Permissions</legend>
            {(['read', 'write'] as const).map((scope) => (
              <label key={scope} className="flex items-center gap-2 py-1">
                <input {...form.register('scopes')} type="checkbox" value={scope} className="accent-accent" />
                <code className="font-mono">{scope}</code>
              </label>
            ))}
          </fieldset>
          <FormError form={form} />
          <SubmitButton form={form} className="self-end">
            Create token
          </SubmitButton>
        </Form>
      )}
    </Dialog>
  );
}

function RevokeDialog({ token, onClose }: { token: StaffToken; onClose: () => void }) {
  const revoke = useAction<typeof RevokeStaffToken>('DELETE', `/api/v1/admin/staff-tokens/${token.id}`);
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${token.name}?`}
      action="Revoke token"
      danger
      busy={revoke.isPending}
      error={revoke.error?.message}
      onConfirm={() => revoke.mutate(undefined, { onSuccess: onClose })}
    >
      <p>The token stops working immediately. This cannot be undone.</p>
    </Confirm>
  );
}
