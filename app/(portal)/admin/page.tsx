import type { Metadata } from 'next';
import { ProviderView } from './view.tsx';

export const metadata: Metadata = { title: 'Provider' };

export default function ProviderPage() {
  return <ProviderView />;
}
