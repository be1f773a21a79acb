import type { Metadata } from 'next';
import { FeaturesView } from './view.tsx';

export const metadata: Metadata = { title: 'Features' };

export default function FeaturesPage() {
  return <FeaturesView />;
}
