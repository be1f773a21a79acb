import type { Metadata } from 'next';
import { YourDataView } from './view.tsx';

export const metadata: Metadata = { title: 'Your data' };

export default function YourDataPage() {
  return <YourDataView />;
}
