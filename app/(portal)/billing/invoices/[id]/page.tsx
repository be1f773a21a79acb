import type { Metadata } from 'next';
import { InvoiceUsageView } from './view.tsx';

export const metadata: Metadata = { title: 'Usage of an invoice' };

export default async function InvoiceUsagePage({ params }: { params: Promise<{ id: string }> }) {
  return <InvoiceUsageView id={(await params).id} />;
}
