import type { Metadata } from 'next';
import { CheckoutView } from './view.tsx';

export const metadata: Metadata = { title: 'Checkout' };

export default function CheckoutPage() {
  return <CheckoutView />;
}
