import type { Metadata } from 'next';
import { OnboardingView } from './view.tsx';

export const metadata: Metadata = { title: 'Get started' };

export default function OnboardingPage() {
  return <OnboardingView />;
}
