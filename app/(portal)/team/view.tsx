'use client';

import { useState } from 'react';
import type { GET as ListMembers } from '#app/api/v1/members/route.ts';
import type { PUT as SetPolicy } from '#app/api/v1/team-policy/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { MEMBER_ROLES, type MemberRole } from '#lib/auth/principal.ts';
import { Invitations, InviteDialog } from './invitations.tsx';
import { Members } from './members.tsx';

/** An operation and the weakest role that may use it. */
export interface Right {
  tag: string;
  summary: string;
  role: MemberRole;
}

/** The members of a client, the open invitations, and what each role may do. */
export function TeamView({ rights }: { rights: Right[] }) {
  const me = useMe().data;
  const team = useApi<typeof ListMembers>('/api/v1/members', 15_000);
  const [isInviting, setInviting] = useState(false);
  const isAdmin = me?.isPerson === true && (me.role === 'admin' || me.role === 'owner');
  return (
    <>
      <PageHead
        title="Team"
        action={
          isAdmin && (
            <Button look="primary" onClick={() => setInviting(true)}>
              Invite
            </Button>
          )
        }
      >
        Who belongs to {me?.client?.name ?? 'this client'}, and in which role.
      </PageHead>
      <Loaded query={team} skeleton={<Skeleton className="h-64" />}>
        {(data) => (
          <>
            <Section title="Members" flush>
              <Members members={data.items} />
            </Section>
            {data.invitations.length > 0 && (
              <Section title="Open invitations" flush>
                <Invitations invitations={data.invitations} isAdmin={isAdmin} />
              </Section>
            )}
            {me?.isPerson && me.role === 'owner' && <Policy isRequired={data.requiresSecondFactor} />}
            <Section title="What each role may do" flush>
              <Rights rights={rights} />
            </Section>
          </>
        )}
      </Loaded>
      {isInviting && <InviteDialog mayInviteOwner={me?.role === 'owner'} onClose={() => setInviting(false)} />}
    </>
  );
}

function Policy({ isRequired }: { isRequired: boolean }) {
  const set = useAction<typeof SetPolicy, boolean>('PUT', '/api/v1/team-policy', (requiresSecondFactor) => ({ requiresSecondFactor }));
  return (
    <Section title="Sign-in">
      {set.error && <Notice tone="bad">{set.error.message}</Notice>}
      <Switch label="Require a second factor" on={isRequired} busy={set.isPending} onChange={(on) => set.mutate(on)}>
        Members who signed in with a password alone can only add a second factor until they have one.
      </Switch>
    </Section>
  );
}

/** The operations by subject; each role may do what the roles before it may. */
function Rights({ rights }: { rights: Right[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="overflow-x-auto" aria-label="Rights by role" tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b text-left">
            <th scope="col" className="px-4 py-2 font-medium text-ink-2">
              Operation
            </th>
            {MEMBER_ROLES.map((role) => (
              <th key={role} scope="col" className="px-2 py-2 font-medium text-ink-2 capitalize">
                {role}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rights.map(({ tag, summary, role }) => (
            <tr key={`${tag} ${summary}`} className="border-b last:border-0">
              <th scope="row" className="px-4 py-1.5 text-left font-normal">
                {summary} <span className="text-ink-2">({tag})</span>
              </th>
              {MEMBER_ROLES.map((held) => {
                const may = MEMBER_ROLES.indexOf(held) >= MEMBER_ROLES.indexOf(role);
                return (
                  <td key={held} className={`px-2 py-1.5 ${may ? 'text-good' : 'text-ink-2'}`}>
                    {may ? 'Yes' : 'No'}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
