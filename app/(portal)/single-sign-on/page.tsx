import type { Metadata } from 'next';
import { SingleSignOnView } from './view.tsx';

export const metadata: Metadata = { title: 'Single sign-on' };

export default function SingleSignOnPage() {
  return <SingleSignOnView />;
}
