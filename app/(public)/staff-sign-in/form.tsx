'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormCard } from '#components/form-card.tsx';
import { openSession } from '#components/sign-in.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/state.tsx';

/** Signs in the provider's staff with the one-time link that the first start prints. */
export function StaffSignIn({ token }: { token: string }) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  async function enter() {
    setBusy(true);
    try {
      await openSession('staff-link', { token });
    } catch (error) {
      setBusy(false);
      setProblem((error as Error).message);
      return;
    }
    router.push('/admin/password');
    router.refresh();
  }
  return (
    <FormCard title="Staff sign-in" lead="This link works once. You choose a password right after signing in.">
      <div className="flex flex-col gap-4">
        {problem && (
          <Notice tone="bad" title="This link does not work">
            {problem} Until a staff member has a password, every start of the product prints a new link.
          </Notice>
        )}
        <Button look="primary" onClick={enter} busy={isBusy}>
          Sign in as staff
        </Button>
      </div>
    </FormCard>
  );
}
