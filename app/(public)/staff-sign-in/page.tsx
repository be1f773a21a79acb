import type { Metadata } from 'next';
import { StaffSignIn } from './form.tsx';

export const metadata: Metadata = { title: 'Staff sign-in', referrer: 'no-referrer' };

export default async function StaffSignInPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  return <StaffSignIn token={(await searchParams).token ?? ''} />;
}
