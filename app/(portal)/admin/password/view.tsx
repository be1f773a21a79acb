'use client';

import { useRouter } from 'next/navigation';
import { signIn } from 'next-auth/react';
import { useState } from 'react';
import type { PUT as ChangePassword } from '#app/api/v1/me/password/route.ts';
import { useAction } from '#components/api.ts';
import { FormCard } from '#components/form-card.tsx';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/state.tsx';

/** Chooses the password of the staff member who is signed in; right after the one-time link there is no current one. */
export function PasswordView() {
  const router = useRouter();
  const me = useMe().data;
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [entering, setEntering] = useState(false);
  const change = useAction<typeof ChangePassword>('PUT', '/api/v1/me/password', () => ({ current, next }));
  const errors = change.error?.fields ?? {};

  /** The change ended this session too: sign in anew with the new password, so that the person does not notice. */
  async function goOn() {
    setEntering(true);
    const answer = await signIn('password', { email: me?.name ?? '', password: next, redirect: false }).catch(() => undefined);
    router.push(answer?.ok ? '/admin' : '/login');
    router.refresh();
  }

  return (
    <FormCard title="Your password" lead="With it you sign in from now on. Every other session of yours ends.">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(undefined, { onSuccess: goOn });
        }}
      >
        <Field label="Email" value={me?.name ?? ''} autoComplete="username" readOnly disabled />
        <Field
          label="Current password"
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          error={errors.current}
          hint="Leave it empty when you have none yet: right after the one-time link."
        />
        <Field
          label="New password"
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.target.value)}
          error={errors.next}
          hint="At least 10 characters."
          required
        />
        {change.error && Object.keys(errors).length === 0 && <Notice tone="bad">{change.error.message}</Notice>}
        <Button type="submit" look="primary" busy={change.isPending || entering}>
          Save the password
        </Button>
      </form>
    </FormCard>
  );
}
