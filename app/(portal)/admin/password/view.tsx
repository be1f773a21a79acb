'use client';

import { useRouter } from 'next/navigation';
import { changePasswordInput } from '#app/api/v1/me/password/input.ts';
import type { PUT as ChangePassword } from '#app/api/v1/me/password/route.ts';
import { callApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { FormCard } from '#components/form-card.tsx';
import { useMe } from '#components/shell/session.ts';
import { openSession } from '#components/sign-in.ts';
import { Field } from '#components/ui/field.tsx';

/** Changes the password of the signed-in staff member. Right after the one-time link there is no current password. */
export function PasswordView() {
  const router = useRouter();
  const email = useMe().data?.name ?? '';
  const form = useApiForm(changePasswordInput, {
    defaultValues: { current: '', next: '' },
    send: async (values) => {
      await callApi<typeof ChangePassword>('PUT', '/api/v1/me/password', values);
      // The change ended this session too: sign in with the new password, so that the person does not notice.
      const isSignedIn = await openSession('password', { email, password: values.next }).then(
        () => true,
        () => false,
      );
      router.push(isSignedIn ? '/admin' : '/login');
      router.refresh();
    },
  });

  return (
    <FormCard title="Your password" lead="You will sign in with this password. All your other sessions end.">
      <Form form={form}>
        <Field label="Email" value={email} autoComplete="username" readOnly disabled />
        <FormField
          form={form}
          name="current"
          label="Current password"
          type="password"
          autoComplete="current-password"
          hint="Leave this empty if you have no password yet, as after signing in with the one-time link."
        />
        <FormField
          form={form}
          name="next"
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters."
          required
        />
        <FormError form={form} />
        <SubmitButton form={form}>Save password</SubmitButton>
      </Form>
    </FormCard>
  );
}
