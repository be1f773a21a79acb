'use client';

import { useRouter } from 'next/navigation';
import type { PUT as TakeBack } from '#app/api/v1/account-recoveries/route.ts';
import { useAction } from '#components/api.ts';
import { FormCard } from '#components/form-card.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/state.tsx';

/** Takes an account back after a change that its owner did not make, and leads to the choice of a new password. */
export function TakeBackForm({ token }: { token: string }) {
  const router = useRouter();
  const takeBack = useAction<typeof TakeBack>('PUT', '/api/v1/account-recoveries', () => ({ token }));
  return (
    <FormCard title="Secure your account" lead="Use this if you received a mail about a change that you did not make.">
      <div className="flex flex-col gap-4">
        <ul className="list-disc pl-5">
          <li>Every session ends.</li>
          <li>The change is undone, and the password is removed.</li>
          <li>The API keys that your account created are revoked.</li>
          <li>You choose a new password.</li>
        </ul>
        {takeBack.error && (
          <Notice tone="bad" title="This link does not work">
            {takeBack.error.message} Reset your password instead:{' '}
            <Link href="/forgot" className="link">
              request a link
            </Link>
            .
          </Notice>
        )}
        <Button
          look="danger"
          busy={takeBack.isPending || takeBack.isSuccess}
          onClick={() => takeBack.mutate(undefined, { onSuccess: ({ resetToken }) => router.push(`/reset?token=${resetToken}`) })}
        >
          Secure my account
        </Button>
      </div>
    </FormCard>
  );
}
