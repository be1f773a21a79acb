import type { Metadata } from 'next';
import { NewDestinationView } from './view.tsx';

export const metadata: Metadata = { title: 'Add a destination' };

export default function NewDestinationPage() {
  return <NewDestinationView />;
}
