import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { currentPrincipal } from '#lib/api/server-session.ts';

/** The provider's area. Everybody but the staff gets a 404. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  if (!(await currentPrincipal())?.isStaff) notFound();
  return children;
}
