import type { Metadata } from 'next';
import { ConsoleView } from './view.tsx';

export const metadata: Metadata = { title: 'Query console' };

export default function ConsolePage() {
  return <ConsoleView />;
}
