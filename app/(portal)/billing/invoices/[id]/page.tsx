import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { invoiceExists } from '#lib/billing/index.ts';
import { InvoiceUsageView } from './view.tsx';

export const metadata: Metadata = { title: 'Usage of an invoice' };

export default async function InvoiceUsagePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const client = (await currentPrincipal())?.tenant;
  if (client && !(await invoiceExists(client.id, id))) notFound();
  return <InvoiceUsageView id={id} />;
}
