import type { Metadata } from 'next';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { InvitationForm } from './form.tsx';

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' };

export default async function InvitationPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const principal = await currentPrincipal();
  return <InvitationForm token={(await searchParams).token ?? ''} signedInAs={principal?.userId ? principal.name : undefined} />;
}
