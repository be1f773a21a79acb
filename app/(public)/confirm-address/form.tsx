'use client';

import type { PUT as ConfirmAddress } from '#app/api/v1/address-confirmations/route.ts';
import { useAction } from '#components/api.ts';
import { FormCard } from '#components/form-card.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/state.tsx';

/** Changes the address of an account when the button is pressed: a mail scanner that only opens the link must not use it up. */
export function ConfirmAddressForm({ token }: { token: string }) {
  const confirm = useAction<typeof ConfirmAddress>('PUT', '/api/v1/address-confirmations', () => ({ token }));
  return (
    <FormCard title="Confirm your new email address" lead="You will sign in with it. All your sessions end.">
      <div className="flex flex-col gap-4">
        {confirm.isSuccess ? (
          <>
            <Notice tone="good">Your email address is now {confirm.data.email}.</Notice>
            <Link href="/login" className={buttonClass('primary')}>
              Sign in
            </Link>
          </>
        ) : (
          <>
            {confirm.error && (
              <Notice tone="bad" title="This link does not work">
                {confirm.error.message} You can request a new one under Your account.
              </Notice>
            )}
            <Button look="primary" onClick={() => confirm.mutate()} busy={confirm.isPending}>
              Use this address
            </Button>
          </>
        )}
      </div>
    </FormCard>
  );
}
