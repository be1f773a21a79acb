import type { Route } from 'next';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { meOf } from '#app/api/v1/me/me.ts';
import { Shell } from '#components/shell/shell.tsx';
import { currentPrincipal, signInPath } from '#lib/api/server-session.ts';
import { systemClock } from '#lib/platform/clock.ts';

/** Every page of this group requires a signed-in user; after signing in, they come back to the page that they asked for. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const principal = await currentPrincipal();
  if (!principal) redirect((await signInPath()) as Route);
  return <Shell me={await meOf(principal, systemClock())}>{children}</Shell>;
}
