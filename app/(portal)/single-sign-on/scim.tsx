'use client';

import { useState } from 'react';
import type { DELETE as RevokeToken } from '#app/api/v1/scim-tokens/[id]/route.ts';
import { scimTokenInput } from '#app/api/v1/scim-tokens/input.ts';
import type { POST as CreateToken, GET as ListTokens } from '#app/api/v1/scim-tokens/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/page.tsx';
import { Badge, Notice, Skeleton } from '#components/ui/state.tsx';
import { CopyText, When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Token = AnswerOf<typeof ListTokens>['items'][number];

/** The tokens with which the client's directory keeps its members in step. A new one is shown once. */
export function ScimTokens() {
  const tokens = useApi<typeof ListTokens>('/api/v1/scim-tokens', 15_000);
  const create = useAction<typeof CreateToken, object>('POST', '/api/v1/scim-tokens', (body) => body);
  const [made, setMade] = useState<string>();
  const form = useApiForm(scimTokenInput, {
    defaultValues: { name: '' },
    send: async (values) => {
      setMade((await create.mutateAsync(values)).token);
      form.reset();
    },
  });
  return (
    <Section title="Directory (SCIM 2.0)">
      <div className="flex max-w-2xl flex-col gap-4">
        <p className="text-ink-2">
          Your directory can make, change and remove members with addresses of verified domains. Give it this address and a token:
        </p>
        <CopyText block text={`${globalThis.location?.origin ?? ''}/api/v1/scim/v2`} label="Copy the address of SCIM" />
        {made && (
          <Notice tone="warn" title="Copy the token now">
            <span className="mb-2 block">Only its hash is stored, so it cannot be shown again.</span>
            <CopyText block text={made} label="Copy the token" />
          </Notice>
        )}
        <Loaded query={tokens} skeleton={<Skeleton className="h-16" />}>
          {({ items }) => (
            <ul aria-label="Tokens of the directory" className="flex flex-col gap-2">
              {items.map((token) => (
                <TokenRow key={token.id} token={token} />
              ))}
              {items.length === 0 && <li className="text-ink-2">No token yet.</li>}
            </ul>
          )}
        </Loaded>
        <Form form={form}>
          <FormField form={form} name="name" label="Name of the token" autoComplete="off" className="max-w-sm" required />
          <FormError form={form} />
          <SubmitButton form={form} look="secondary" className="self-start">
            Create token
          </SubmitButton>
        </Form>
      </div>
    </Section>
  );
}

function TokenRow({ token }: { token: Token }) {
  const revoke = useAction<typeof RevokeToken>('DELETE', `/api/v1/scim-tokens/${token.id}`);
  return (
    <li className="flex flex-wrap items-center gap-2 border-b pb-2">
      <span className="font-medium">{token.name}</span>
      <code className="font-mono text-ink-2">…{token.lastFour}</code>
      <span className="text-sm text-ink-2">
        {token.lastUsedAt === null ? (
          'never used'
        ) : (
          <>
            used <When ms={token.lastUsedAt} />
          </>
        )}
      </span>
      <span className="ml-auto">
        {token.revokedAt === null ? (
          <Button small look="danger" busy={revoke.isPending} onClick={() => revoke.mutate()} aria-label={`Revoke ${token.name}`}>
            Revoke
          </Button>
        ) : (
          <Badge tone="neutral">Revoked</Badge>
        )}
      </span>
      {revoke.error && <Notice tone="bad">{revoke.error.message}</Notice>}
    </li>
  );
}
