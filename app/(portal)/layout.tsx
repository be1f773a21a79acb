import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Shell } from '#components/shell/shell.tsx';
import { currentPrincipal } from '#lib/api/server-session.ts';

/** Every page of this group requires a signed-in user. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  if (!(await currentPrincipal())) redirect('/login');
  return <Shell>{children}</Shell>;
}
