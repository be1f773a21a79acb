import type { Metadata } from 'next';
import { newestPlans } from '#lib/plans/versions.ts';
import { env } from '#lib/platform/env.ts';
import { SignUpForm } from './form.tsx';

export const metadata: Metadata = { title: 'Sign up' };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ plan?: string }> }) {
  const { plan } = await searchParams;
  const { TERMS_URL: terms, PRIVACY_URL: privacy } = env.use();
  const initialPlan = plan === 'basic' || plan === 'pro' ? plan : 'free';
  return <SignUpForm initialPlan={initialPlan} plans={await newestPlans()} legal={{ terms, privacy }} />;
}
