import type { Metadata } from 'next';
import { ConfirmAddressForm } from './form.tsx';

export const metadata: Metadata = { title: 'Confirm your new email address', referrer: 'no-referrer' };

export default async function ConfirmAddressPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  return <ConfirmAddressForm token={(await searchParams).token ?? ''} />;
}
