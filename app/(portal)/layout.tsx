import type { Route } from 'next';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Shell } from '#components/shell/shell.tsx';
import { currentPrincipal, signInPath } from '#lib/api/server-session.ts';

/** Every page of this group requires a signed-in user; after signing in, they come back to the page that they asked for. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  if (!(await currentPrincipal())) redirect((await signInPath()) as Route);
  return <Shell>{children}</Shell>;
}
