import type { Metadata } from 'next';
import { newestPlans } from '#lib/plans/versions.ts';
import { clientNeedsPayment } from '../needs-payment.ts';
import { BillingView } from './view.tsx';

export const metadata: Metadata = { title: 'Billing' };

export default async function BillingPage() {
  return <BillingView plans={await newestPlans()} needsPayment={await clientNeedsPayment()} />;
}
