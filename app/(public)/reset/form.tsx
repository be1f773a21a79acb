'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { PUT as ResetPassword } from '#app/api/v1/password-resets/route.ts';
import { useAction } from '#components/api.ts';
import { FormCard } from '#components/form-card.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/state.tsx';

/** Sets a new password by the token of the mail. */
export function ResetForm({ token }: { token: string }) {
  const [password, setPassword] = useState('');
  const reset = useAction<typeof ResetPassword>('PUT', '/api/v1/password-resets', () => ({ token, password }));
  const bad = reset.error?.fields.token;
  return (
    <FormCard title="Choose a new password" lead="Every session of your account ends when you do.">
      {reset.isSuccess ? (
        <div className="flex flex-col gap-4">
          <Notice tone="good">The password of {reset.data.email} is changed.</Notice>
          <Link href="/login" className={buttonClass('primary')}>
            Sign in
          </Link>
        </div>
      ) : (
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            reset.mutate();
          }}
        >
          <Field
            label="New password"
            name="password"
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(e) => setPassword(e.target.value)}
            error={reset.error?.fields.password}
            hint="At least 10 characters."
            required
          />
          {reset.error && !reset.error.fields.password && (
            <Notice
              tone="bad"
              action={
                bad ? (
                  <Link href="/forgot" className="link">
                    Ask for a new link
                  </Link>
                ) : undefined
              }
            >
              {reset.error.message}
            </Notice>
          )}
          <Button type="submit" look="primary" busy={reset.isPending}>
            Save the password
          </Button>
        </form>
      )}
    </FormCard>
  );
}
