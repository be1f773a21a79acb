import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { stripePort } from '#lib/billing/index.ts';
import { SimulationView } from './view.tsx';

export const metadata: Metadata = { title: 'Simulated Stripe' };

export default function SimulationPage() {
  // Where Stripe is real nobody can turn its clock.
  if (!stripePort.find()?.simulated) notFound();
  return <SimulationView />;
}
