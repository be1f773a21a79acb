'use client';

import { useState } from 'react';
import { requestResetInput } from '#app/api/v1/password-resets/input.ts';
import type { POST as RequestReset } from '#app/api/v1/password-resets/route.ts';
import { callApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { FormCard } from '#components/form-card.tsx';
import { Link } from '#components/ui/link.tsx';

/** Requests a password reset link. The result is the same whether or not the account exists. */
export function ForgotPasswordForm() {
  const [sentTo, setSentTo] = useState<string>();
  const form = useApiForm(requestResetInput, {
    defaultValues: { email: '' },
    send: async (values) => {
      await callApi<typeof RequestReset>('POST', '/api/v1/password-resets', values);
      setSentTo(values.email);
    },
  });
  return (
    <FormCard title="Reset your password" lead="We'll send a link to the email address of your account.">
      {sentTo ? (
        <p>If there is an account for {sentTo}, a link is on its way. It can be used once and expires in an hour.</p>
      ) : (
        <Form form={form}>
          <FormField form={form} name="email" label="Email" type="email" autoComplete="email" required />
          <FormError form={form} />
          <SubmitButton form={form}>Send link</SubmitButton>
          <Link href="/login" className="link self-start text-sm">
            Back to sign-in
          </Link>
        </Form>
      )}
    </FormCard>
  );
}
