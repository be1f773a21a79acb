'use client';

import { useState } from 'react';
import type { PUT as RequireSso } from '#app/api/v1/single-sign-on/policy/route.ts';
import type { GET as GetSso, DELETE as RemoveSso } from '#app/api/v1/single-sign-on/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { ConnectionForm } from './connection.tsx';
import { Domains } from './domains.tsx';
import { ScimTokens } from './scim.tsx';

type Sso = AnswerOf<typeof GetSso>;

/** How members sign in at the client's own identity provider: mail domains, the issuer, the policy, and the directory. */
export function SingleSignOnView() {
  const me = useMe().data;
  const isAdmin = me?.isPerson === true && (me.role === 'admin' || me.role === 'owner');
  const isOwner = me?.isPerson === true && me.role === 'owner';
  const sso = useApi<typeof GetSso>(isAdmin ? '/api/v1/single-sign-on' : null, 15_000);
  return (
    <>
      <PageHead title="Single sign-on">Members of {me?.client?.name ?? 'this client'} sign in at your own identity provider.</PageHead>
      {me && !isAdmin && <Notice tone="info">Admins and owners set up single sign-on. Ask one of them.</Notice>}
      {isAdmin && (
        <Loaded query={sso} skeleton={<Skeleton className="h-64" />}>
          {(data) => (
            <>
              <Section title="1. Mail domains" flush>
                <Domains domains={data.domains} isOwner={isOwner} />
              </Section>
              <Section title="2. Identity provider">
                {isOwner ? (
                  <ConnectionForm sso={data} />
                ) : (
                  <p className="text-ink-2">
                    {data.connection ? `${data.connection.issuer} is set up.` : 'Not set up yet.'} Only owners change it: it decides who
                    signs in.
                  </p>
                )}
              </Section>
              {isOwner && data.connection && <Policy sso={data} isRequired={data.connection.isRequired} />}
              {isOwner && <ScimTokens />}
            </>
          )}
        </Loaded>
      )}
    </>
  );
}

function Policy({ sso, isRequired }: { sso: Sso; isRequired: boolean }) {
  const require = useAction<typeof RequireSso, boolean>('PUT', '/api/v1/single-sign-on/policy', (on) => ({ isRequired: on }));
  const [isRemoving, setRemoving] = useState(false);
  const remove = useAction<typeof RemoveSso>('DELETE', '/api/v1/single-sign-on');
  return (
    <Section title="3. Who must use it">
      {require.error && <Notice tone="bad">{require.error.message}</Notice>}
      <Switch label="Require single sign-on" on={isRequired} busy={require.isPending} onChange={(on) => require.mutate(on)}>
        Members whose address is of a verified domain can then reach this client in no other way; their other sessions lose it at once.
        Owners keep a way in with a second factor of their own, which the audit log records. Members with other addresses keep their
        passwords.
        {!sso.wasUsed && ' Sign in with it once before you require it.'}
      </Switch>
      <Button look="danger" className="mt-4" onClick={() => setRemoving(true)}>
        Remove single sign-on
      </Button>
      <Confirm
        open={isRemoving}
        onOpenChange={setRemoving}
        title="Remove single sign-on?"
        action="Remove single sign-on"
        danger
        busy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setRemoving(false) })}
      >
        <p>Sessions that it opened end. Members sign in with passwords; who has none sets one with “Forgot your password?”.</p>
      </Confirm>
    </Section>
  );
}
