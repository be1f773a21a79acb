'use client';

import { useQuery } from '@tanstack/react-query';
import { newMemberInput } from '#app/api/v1/accepted-invitations/input.ts';
import type { POST as AcceptAsNew } from '#app/api/v1/accepted-invitations/route.ts';
import type { POST as LookUp } from '#app/api/v1/invitation-lookups/route.ts';
import type { POST as Accept } from '#app/api/v1/me/invitations/route.ts';
import { type ApiError, callApi, useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { NewPasswordField } from '#components/form/new-password.tsx';
import { FormCard } from '#components/form-card.tsx';
import { openSession } from '#components/sign-in.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

/** Accepts an invitation: with a new account, as the signed-in person, or after signing in. */
export function InvitationForm({ token, signedInAs }: { token: string; signedInAs: string | undefined }) {
  const invitation = useQuery<AnswerOf<typeof LookUp>, ApiError>({
    queryKey: ['invitation', token],
    queryFn: () => callApi<typeof LookUp>('POST', '/api/v1/invitation-lookups', { token }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (invitation.error) {
    return (
      <FormCard title="Invitation">
        <Notice tone="bad" title="This link does not work">
          {invitation.error.message}
        </Notice>
      </FormCard>
    );
  }
  if (!invitation.data) {
    return (
      <FormCard title="Invitation">
        <div role="status" aria-label="Loading">
          <Skeleton className="h-40" />
        </div>
      </FormCard>
    );
  }
  const { client, email, role, hasAccount } = invitation.data;
  return (
    <FormCard title={`Join ${client}`} lead={`You are invited as ${role}.`}>
      {signedInAs === email ? (
        <AcceptButton token={token} />
      ) : signedInAs ? (
        <Notice tone="warn">
          This invitation is for {email}, but you are signed in as {signedInAs}. Sign out, then open the link again.
        </Notice>
      ) : hasAccount ? (
        <Link href={`/login?next=${encodeURIComponent(`/invitation?token=${token}`)}`} className={buttonClass('primary')}>
          Sign in as {email} to accept
        </Link>
      ) : (
        <NewMemberForm token={token} email={email} />
      )}
    </FormCard>
  );
}

function AcceptButton({ token }: { token: string }) {
  const accept = useAction<typeof Accept>('POST', '/api/v1/me/invitations', () => ({ token }));
  return (
    <div className="flex flex-col gap-4">
      {accept.error && <Notice tone="bad">{accept.error.message}</Notice>}
      <Button
        look="primary"
        busy={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate(undefined, { onSuccess: () => location.assign('/welcome') })}
      >
        Accept
      </Button>
    </div>
  );
}

function NewMemberForm({ token, email }: { token: string; email: string }) {
  const form = useApiForm(newMemberInput.omit({ token: true }), {
    defaultValues: { name: '', password: '' },
    send: async (values) => {
      await callApi<typeof AcceptAsNew>('POST', '/api/v1/accepted-invitations', { token, ...values });
      await openSession('password', { email, password: values.password });
      location.assign('/welcome');
    },
  });
  return (
    <Form form={form}>
      <Field label="Email" value={email} autoComplete="username" readOnly disabled />
      <FormField form={form} name="name" label="Your name" autoComplete="name" required />
      <NewPasswordField form={form} name="password" label="Password" words={[email, form.watch('name')]} />
      <FormError form={form} />
      <SubmitButton form={form}>Accept</SubmitButton>
    </Form>
  );
}
