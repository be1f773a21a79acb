import type { ReactNode } from 'react';
import { PublicFooter } from '#components/landing/footer.tsx';
import { PublicHeader } from '#components/landing/header.tsx';
import { TestModeNotice } from '#components/landing/test-mode.tsx';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { stripePort } from '#lib/billing/index.ts';
import { mailPort } from '#lib/mail/index.ts';
import { withDeadline } from '#lib/platform/deadline.ts';
import { env } from '#lib/platform/env.ts';

/** The longest that a page waits to know whether somebody is signed in. */
const SESSION_MS = 2_000;

/** The frame of the pages that need no sign-in. While the database is away they are shown as to somebody who is not signed in. */
export async function PublicFrame({ children }: { children: ReactNode }) {
  const { CONTACT_EMAIL: contact, TERMS_URL: terms, PRIVACY_URL: privacy } = env.use();
  const isSignedIn = (await withDeadline(currentPrincipal(), SESSION_MS).catch(() => undefined)) !== undefined;
  return (
    <div className="flex min-h-screen flex-col">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-2">
        Skip to content
      </a>
      <TestModeNotice isStripeSimulated={stripePort.find()?.simulated ?? false} hasOutbox={mailPort.find()?.kind === 'outbox'} />
      <PublicHeader isSignedIn={isSignedIn} />
      <main id="main" className="mx-auto w-full max-w-5xl flex-1 px-4 py-8">
        {children}
      </main>
      <PublicFooter contact={contact} terms={terms} privacy={privacy} />
    </div>
  );
}
