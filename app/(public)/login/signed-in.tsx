'use client';

import type { Route } from 'next';
import { signOut } from 'next-auth/react';
import { useState } from 'react';
import { FormCard } from '#components/form-card.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';

/** What the sign-in page says to somebody who is signed in: as whom, and how to go on or to become somebody else. */
export function SignedIn({ name, client, next }: { name: string; client: string | undefined; next: string }) {
  const [isBusy, setBusy] = useState(false);
  return (
    <FormCard title="You are signed in">
      <p className="break-words">
        As <strong className="font-medium">{name}</strong>
        {client && (
          <>
            {' '}
            of <strong className="font-medium">{client}</strong>
          </>
        )}
        .
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        <Link href={next as Route} className={buttonClass('primary')}>
          Continue
        </Link>
        <Button
          busy={isBusy}
          onClick={() => {
            setBusy(true);
            void signOut({ callbackUrl: `/login?next=${encodeURIComponent(next)}` });
          }}
        >
          Sign out
        </Button>
      </div>
    </FormCard>
  );
}
