import type { Metadata } from 'next';
import { newestPlans } from '#lib/plans/versions.ts';
import { clientNeedsPayment } from '../needs-payment.ts';
import { CheckoutView } from './view.tsx';

export const metadata: Metadata = { title: 'Checkout' };

export default async function CheckoutPage() {
  return <CheckoutView plans={await newestPlans()} needsPayment={await clientNeedsPayment()} />;
}
