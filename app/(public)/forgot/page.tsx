'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { POST as RequestReset } from '#app/api/v1/password-resets/route.ts';
import { useAction } from '#components/api.ts';
import { FormCard } from '#components/form-card.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/state.tsx';

export default function ForgotPage() {
  const [email, setEmail] = useState('');
  const request = useAction<typeof RequestReset>('POST', '/api/v1/password-resets', () => ({ email }));
  return (
    <FormCard title="Choose a new password" lead="We send a link to the address of your account.">
      {request.isSuccess ? (
        <p>If {email} has an account, a link is on its way. It works once, for an hour.</p>
      ) : (
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            request.mutate();
          }}
        >
          <Field
            label="Email"
            name="email"
            type="email"
            autoComplete="email"
            value={email}
            onChange={(e) => setEmail(e.target.value)}
            error={request.error?.fields.email}
            required
          />
          {request.error && !request.error.fields.email && <Notice tone="bad">{request.error.message}</Notice>}
          <Button type="submit" look="primary" busy={request.isPending}>
            Send the link
          </Button>
          <Link href="/login" className="link self-start text-sm">
            Back to sign in
          </Link>
        </form>
      )}
    </FormCard>
  );
}
