'use client';

import type { PUT as VerifyEmail } from '#app/api/v1/email-verifications/route.ts';
import { useAction } from '#components/api.ts';
import { FormCard } from '#components/form-card.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/state.tsx';

/** Confirms an email address when the button is pressed: a mail scanner that only opens the link must not use it up. */
export function VerifyForm({ token }: { token: string }) {
  const verify = useAction<typeof VerifyEmail>('PUT', '/api/v1/email-verifications', () => ({ token }));
  return (
    <FormCard title="Confirm your email address">
      <div className="flex flex-col gap-4">
        {verify.isSuccess ? (
          <>
            <Notice tone="good">{verify.data.email} is confirmed.</Notice>
            <Link href={verify.data.isSignedIn ? '/welcome' : '/login'} className={buttonClass('primary')}>
              {verify.data.isSignedIn ? 'Continue' : 'Sign in'}
            </Link>
          </>
        ) : (
          <>
            {verify.error && (
              <Notice tone="bad" title="This link does not work">
                {verify.error.message} You can have a new one sent from the sign-in page.
              </Notice>
            )}
            <Button look="primary" onClick={() => verify.mutate()} busy={verify.isPending}>
              Confirm this address
            </Button>
            {verify.error && (
              <Link href="/login" className="link">
                Go to sign-in
              </Link>
            )}
          </>
        )}
      </div>
    </FormCard>
  );
}
