'use client';

import type { POST as Resend } from '#app/api/v1/invitations/[id]/resend/route.ts';
import type { DELETE as Revoke } from '#app/api/v1/invitations/[id]/route.ts';
import type { POST as Invite } from '#app/api/v1/invitations/route.ts';
import { invitationInput } from '#app/api/v1/members/input.ts';
import type { GET as ListMembers } from '#app/api/v1/members/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, FormSelect, SubmitButton } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Badge, Notice } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { MEMBER_ROLES } from '#lib/auth/principal.ts';

const MEANINGS = {
  viewer: 'sees everything, changes nothing',
  member: 'asks for diagnoses and gives feedback',
  admin: 'manages keys, the agent package and members',
  owner: 'everything, including billing and owners',
};

type Invitation = AnswerOf<typeof ListMembers>['invitations'][number];

/** The open invitations, which admins can send again or withdraw. */
export function Invitations({ invitations, isAdmin }: { invitations: readonly Invitation[]; isAdmin: boolean }) {
  const resend = useAction<typeof Resend, string>('POST', (id) => `/api/v1/invitations/${id}/resend`);
  const revoke = useAction<typeof Revoke, string>('DELETE', (id) => `/api/v1/invitations/${id}`);
  const error = resend.error ?? revoke.error;
  return (
    <>
      {error && (
        <div className="p-4">
          <Notice tone="bad">{error.message}</Notice>
        </div>
      )}
      <Table
        label="Open invitations"
        rows={invitations}
        rowKey={(invitation) => invitation.id}
        sortName="invitations"
        columns={[
          {
            key: 'email',
            head: 'Email',
            order: ({ email }) => email,
            cell: ({ email }) => <span className="[overflow-wrap:anywhere]">{email}</span>,
          },
          { key: 'role', head: 'Role', cell: ({ role }) => <span className="capitalize">{role}</span> },
          {
            key: 'sent',
            head: 'Invited',
            order: ({ createdAt }) => createdAt,
            cell: ({ createdAt, invitedBy }) => (
              <>
                <When ms={createdAt} /> <span className="block text-ink-2 [overflow-wrap:anywhere]">by {invitedBy}</span>
              </>
            ),
          },
          {
            key: 'state',
            head: 'Status',
            cell: ({ expiresAt }) =>
              expiresAt <= Date.now() ? (
                <Badge tone="neutral">Expired</Badge>
              ) : (
                <Badge tone="info">Valid until {new Date(expiresAt).toLocaleDateString()}</Badge>
              ),
          },
          {
            key: 'action',
            head: 'Action',
            cell: ({ id, email }) =>
              isAdmin ? (
                <span className="flex flex-wrap gap-2">
                  <Button
                    small
                    busy={resend.isPending && resend.variables === id}
                    onClick={() => resend.mutate(id)}
                    aria-label={`${resend.isSuccess && resend.variables === id ? 'Sent' : 'Send again'}: invitation of ${email}`}
                  >
                    {resend.isSuccess && resend.variables === id ? 'Sent' : 'Send again'}
                  </Button>
                  <Button
                    small
                    look="danger"
                    busy={revoke.isPending && revoke.variables === id}
                    onClick={() => revoke.mutate(id)}
                    aria-label={`Withdraw the invitation of ${email}`}
                  >
                    Withdraw
                  </Button>
                </span>
              ) : (
                <span className="text-ink-2">–</span>
              ),
          },
        ]}
      />
    </>
  );
}

/** Invites somebody by mail. */
export function InviteDialog({ mayInviteOwner, onClose }: { mayInviteOwner: boolean; onClose: () => void }) {
  const invite = useAction<typeof Invite, object>('POST', '/api/v1/invitations', (body) => body);
  const form = useApiForm(invitationInput, {
    defaultValues: { email: '', role: 'member' },
    send: async (values) => {
      await invite.mutateAsync(values);
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Invite somebody">
      <Form form={form}>
        <FormField
          form={form}
          name="email"
          label="Email"
          type="email"
          autoComplete="off"
          hint="They get a link that is valid for 7 days."
          required
        />
        <FormSelect form={form} name="role" label="Role">
          {MEMBER_ROLES.filter((role) => mayInviteOwner || role !== 'owner').map((role) => (
            <option key={role} value={role}>
              {role}: {MEANINGS[role]}
            </option>
          ))}
        </FormSelect>
        <FormError form={form} />
        <SubmitButton form={form} className="self-end">
          Send invitation
        </SubmitButton>
      </Form>
    </Dialog>
  );
}
