import type { Metadata } from 'next';
import { VerifyForm } from './form.tsx';

export const metadata: Metadata = { title: 'Confirm your email address', referrer: 'no-referrer' };

export default async function VerifyPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  return <VerifyForm token={(await searchParams).token ?? ''} />;
}
