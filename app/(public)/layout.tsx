import Link from 'next/link';
import type { ReactNode } from 'react';
import { Brand } from '#components/shell/shell.tsx';
import { ThemeSwitch } from '#components/shell/theme-switch.tsx';
import { stripePort } from '#lib/billing/index.ts';
import { mailPort } from '#lib/mail/index.ts';

export const dynamic = 'force-dynamic';

/** The frame of the pages that need no sign-in. */
export default function PublicLayout({ children }: { children: ReactNode }) {
  const outbox = mailPort.find()?.kind === 'outbox';
  return (
    <div className="flex min-h-screen flex-col">
      {(stripePort.find()?.simulated || outbox) && (
        <aside aria-label="Notices" className="border-b bg-warn-soft px-4 py-1.5 text-sm text-warn">
          <strong>Test mode.</strong> {stripePort.find()?.simulated && 'Payments are simulated. '}
          {outbox && (
            <>
              Mails are not sent; they are kept in the{' '}
              <Link href="/outbox" className="underline">
                outbox
              </Link>
              .
            </>
          )}
        </aside>
      )}
      <header className="flex items-center justify-between border-b bg-surface px-4 py-3">
        <Brand />
        <nav aria-label="Main" className="flex items-center gap-4">
          <Link href="/docs/api" className="hidden hover:underline sm:inline">
            API
          </Link>
          <Link href="/login" className="hover:underline">
            Sign in
          </Link>
          <ThemeSwitch />
        </nav>
      </header>
      <main id="main" className="mx-auto w-full max-w-5xl flex-1 px-4 py-8">
        {children}
      </main>
    </div>
  );
}
