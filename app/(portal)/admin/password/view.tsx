'use client';

import { useRouter } from 'next/navigation';
import type { GET as GetProfile } from '#app/api/v1/me/profile/route.ts';
import { useApi } from '#components/api.ts';
import { FormCard } from '#components/form-card.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Skeleton } from '#components/ui/state.tsx';
import { PasswordForm } from '../../account/password-form.tsx';

/** The first password of a staff member, right after the one-time link. */
export function PasswordView() {
  const router = useRouter();
  const profile = useApi<typeof GetProfile>('/api/v1/me/profile');
  return (
    <FormCard title="Your password" lead="You will sign in with this password.">
      <Loaded query={profile} skeleton={<Skeleton className="h-40" />}>
        {({ email, hasPassword }) => <PasswordForm email={email} hasPassword={hasPassword} onDone={() => router.push('/admin')} />}
      </Loaded>
    </FormCard>
  );
}
