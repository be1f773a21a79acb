import type { Metadata } from 'next';
import { env } from '#lib/platform/env.ts';
import { OnboardingView } from './view.tsx';

export const metadata: Metadata = { title: 'Set up' };

export default function OnboardingPage() {
  const { publicUrl, loopback } = env.use();
  return <OnboardingView address={publicUrl} isLoopback={loopback} />;
}
