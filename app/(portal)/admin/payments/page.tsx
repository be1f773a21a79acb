import type { Metadata } from 'next';
import { PaymentsView } from './view.tsx';

export const metadata: Metadata = { title: 'Payments' };

export default function PaymentsPage() {
  return <PaymentsView />;
}
