import type { Metadata } from 'next';
import { TakeBackForm } from './form.tsx';

export const metadata: Metadata = { title: 'Secure your account', referrer: 'no-referrer' };

export default async function NotMePage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  return <TakeBackForm token={(await searchParams).token ?? ''} />;
}
