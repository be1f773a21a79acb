'use client';

import { useState } from 'react';
import { resetPasswordInput } from '#app/api/v1/password-resets/input.ts';
import type { PUT as ResetPassword } from '#app/api/v1/password-resets/route.ts';
import { callApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormCheckbox, FormError, SubmitButton } from '#components/form/form.tsx';
import { NewPasswordField } from '#components/form/new-password.tsx';
import { FormCard } from '#components/form-card.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/state.tsx';

/** Sets a new password with the token of the mail. */
export function ResetForm({ token }: { token: string }) {
  const [changedFor, setChangedFor] = useState<string>();
  const form = useApiForm(resetPasswordInput.omit({ token: true }), {
    defaultValues: { password: '', revokeKeys: false },
    send: async (values) => {
      const { email } = await callApi<typeof ResetPassword>('PUT', '/api/v1/password-resets', { token, ...values });
      setChangedFor(email);
    },
  });
  return (
    <FormCard title="Choose a new password" lead="This ends every session of your account.">
      {changedFor ? (
        <div className="flex flex-col gap-4">
          <Notice tone="good">The password for {changedFor} has been changed.</Notice>
          <Link href="/login" className={buttonClass('primary')}>
            Sign in
          </Link>
        </div>
      ) : (
        <Form form={form}>
          <NewPasswordField form={form} name="password" label="New password" />
          <FormCheckbox form={form} name="revokeKeys" label="Also revoke the API keys that I created" />
          <FormError
            form={form}
            action={
              <Link href="/forgot" className="link">
                Request a new link
              </Link>
            }
          />
          <SubmitButton form={form}>Save password</SubmitButton>
        </Form>
      )}
    </FormCard>
  );
}
