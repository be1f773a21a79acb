'use client';

import { useRouter } from 'next/navigation';
import { signIn } from 'next-auth/react';
import { useState } from 'react';
import { FormCard } from '#components/form-card.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/state.tsx';

/** Signs the provider's staff in by the one-time link that the first start prints. */
export function StaffSignIn({ token }: { token: string }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  async function enter() {
    setBusy(true);
    const answer = await signIn('staff-link', { token, redirect: false }).catch(() => undefined);
    if (answer?.ok) {
      router.push('/admin/password');
      router.refresh();
      return;
    }
    setBusy(false);
    setFailed(true);
  }
  return (
    <FormCard title="Staff sign-in" lead="This link works once. Choose a password right after it.">
      <div className="flex flex-col gap-4">
        {failed && (
          <Notice tone="bad" title="This link does not work">
            It was used already or is too old. The next start of the product prints a new one while no staff has a password.
          </Notice>
        )}
        <Button look="primary" onClick={enter} busy={busy}>
          Sign in as staff
        </Button>
      </div>
    </FormCard>
  );
}
