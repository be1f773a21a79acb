import type { Metadata } from 'next';
import { BillingView } from './view.tsx';

export const metadata: Metadata = { title: 'Billing' };

export default function BillingPage() {
  return <BillingView />;
}
