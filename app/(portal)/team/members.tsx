'use client';

import { useState } from 'react';
import type { POST as Transfer } from '#app/api/v1/members/[id]/ownership/route.ts';
import type { PATCH as ChangeRole, DELETE as RemoveMember } from '#app/api/v1/members/[id]/route.ts';
import type { GET as ListMembers } from '#app/api/v1/members/route.ts';
import { useAction } from '#components/api.ts';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Badge, Notice } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { MEMBER_ROLES, type MemberRole } from '#lib/auth/principal.ts';

type Member = AnswerOf<typeof ListMembers>['items'][number];

/** The members as a table; each row offers what the person who looks at it may do. */
export function Members({ members }: { members: readonly Member[] }) {
  const me = useMe().data;
  const change = useAction<typeof ChangeRole, { userId: string; role: MemberRole }>(
    'PATCH',
    ({ userId }) => `/api/v1/members/${userId}`,
    ({ role }) => ({ role }),
  );
  const [removing, setRemoving] = useState<Member>();
  const [transferring, setTransferring] = useState<Member>();
  const isOwner = me?.role === 'owner';
  const isAdmin = isOwner || me?.role === 'admin';
  const mayChange = (member: Member) => me?.isPerson === true && isAdmin && (isOwner || member.role !== 'owner');
  return (
    <>
      {change.error && (
        <div className="p-4">
          <Notice tone="bad">{change.error.message}</Notice>
        </div>
      )}
      <Table
        label="Members"
        rows={members}
        rowKey={(member) => member.userId}
        columns={[
          {
            key: 'name',
            head: 'Name',
            order: (member) => member.name,
            cell: (member) => (
              <>
                <span className="font-medium">{member.name}</span>
                <span className="block text-ink-2 [overflow-wrap:anywhere]">{member.email}</span>
              </>
            ),
          },
          {
            key: 'role',
            head: 'Role',
            order: (member) => MEMBER_ROLES.indexOf(member.role),
            cell: (member) =>
              mayChange(member) ? (
                <select
                  aria-label={`Role of ${member.name}`}
                  value={member.role}
                  disabled={change.isPending}
                  onChange={(event) => change.mutate({ userId: member.userId, role: event.target.value as MemberRole })}
                  className="h-8 rounded-md border border-line-strong bg-surface px-2 capitalize"
                >
                  {MEMBER_ROLES.filter((role) => isOwner || role !== 'owner').map((role) => (
                    <option key={role} value={role}>
                      {role}
                    </option>
                  ))}
                </select>
              ) : (
                <span className="capitalize">{member.role}</span>
              ),
          },
          {
            key: 'factor',
            head: 'Second factor',
            cell: (member) => (member.hasSecondFactor ? <Badge tone="good">Yes</Badge> : <Badge tone="warn">No</Badge>),
          },
          {
            key: 'seen',
            head: 'Last seen',
            order: (member) => member.lastSeenAt ?? 0,
            cell: (member) => (member.lastSeenAt === null ? <span className="text-ink-2">Never</span> : <When ms={member.lastSeenAt} />),
          },
          {
            key: 'action',
            head: 'Action',
            cell: (member) => (
              <span className="flex flex-wrap gap-2">
                {isOwner && me?.name !== member.email && member.role !== 'owner' && (
                  <Button small onClick={() => setTransferring(member)} aria-label={`Make owner: ${member.name}`}>
                    Make owner
                  </Button>
                )}
                {me?.name === member.email ? (
                  <Button small look="danger" onClick={() => setRemoving(member)}>
                    Leave
                  </Button>
                ) : (
                  mayChange(member) && (
                    <Button small look="danger" onClick={() => setRemoving(member)} aria-label={`Remove ${member.name}`}>
                      Remove
                    </Button>
                  )
                )}
              </span>
            ),
          },
        ]}
      />
      {removing && <RemoveDialog member={removing} isLeaving={me?.name === removing.email} onClose={() => setRemoving(undefined)} />}
      {transferring && <TransferDialog member={transferring} onClose={() => setTransferring(undefined)} />}
    </>
  );
}

function RemoveDialog({ member, isLeaving, onClose }: { member: Member; isLeaving: boolean; onClose: () => void }) {
  const remove = useAction<typeof RemoveMember>('DELETE', `/api/v1/members/${member.userId}`);
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={isLeaving ? 'Leave this client?' : `Remove ${member.name}?`}
      action={isLeaving ? 'Leave' : 'Remove'}
      danger
      busy={remove.isPending}
      error={remove.error?.message}
      onConfirm={() => remove.mutate(undefined, { onSuccess: () => (isLeaving ? location.assign('/welcome') : onClose()) })}
    >
      <p>
        {isLeaving ? 'You lose' : `${member.name} loses`} access immediately. API keys that {isLeaving ? 'you' : 'they'} created keep
        working; revoke them under API keys.
      </p>
    </Confirm>
  );
}

function TransferDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const transfer = useAction<typeof Transfer>('POST', `/api/v1/members/${member.userId}/ownership`);
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Make ${member.name} the owner?`}
      action="Transfer ownership"
      danger
      busy={transfer.isPending}
      error={transfer.error?.message}
      onConfirm={() => transfer.mutate(undefined, { onSuccess: onClose })}
    >
      <p>You become an admin. Only an owner can give you the role back.</p>
    </Confirm>
  );
}
