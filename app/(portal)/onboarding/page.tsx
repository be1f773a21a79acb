import type { Metadata } from 'next';
import { OnboardingView } from './view.tsx';

export const metadata: Metadata = { title: 'Set up' };

export default function OnboardingPage() {
  return <OnboardingView />;
}
