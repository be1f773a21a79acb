'use client';

import { useState } from 'react';
import { changePasswordInput } from '#app/api/v1/me/password/input.ts';
import type { PUT as ChangePassword } from '#app/api/v1/me/password/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormCheckbox, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { NewPasswordField } from '#components/form/new-password.tsx';
import { Notice } from '#components/ui/state.tsx';

/** Changes the password of the signed-in person, or sets the first one. `onDone` is called once it is saved. */
export function PasswordForm({ email, hasPassword, onDone }: { email: string; hasPassword: boolean; onDone?: () => void }) {
  const change = useAction<typeof ChangePassword, object>('PUT', '/api/v1/me/password', (body) => body);
  const [isSaved, setSaved] = useState(false);
  const form = useApiForm(changePasswordInput, {
    defaultValues: { current: '', next: '', revokeKeys: false },
    send: async (values) => {
      setSaved(false);
      await change.mutateAsync(values);
      form.reset();
      setSaved(true);
      onDone?.();
    },
  });
  return (
    <div className="max-w-md">
      <Form form={form}>
        {/* For password managers, which tie the new password to this name. */}
        <input type="hidden" name="email" value={email} autoComplete="username" readOnly />
        {hasPassword && (
          <FormField form={form} name="current" label="Current password" type="password" autoComplete="current-password" required />
        )}
        <NewPasswordField
          form={form}
          name="next"
          label="New password"
          words={[email]}
          hint="At least 12 characters, and hard to guess. All your other sessions end."
        />
        <FormCheckbox form={form} name="revokeKeys" label="Also revoke the API keys that I created" />
        <FormError form={form} />
        {isSaved && <Notice tone="good">Your password is saved. Your other sessions have ended.</Notice>}
        <SubmitButton form={form} className="self-start">
          Save password
        </SubmitButton>
      </Form>
    </div>
  );
}
