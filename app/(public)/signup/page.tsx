import type { Metadata } from 'next';
import { SignUpForm } from './form.tsx';

export const metadata: Metadata = { title: 'Sign up' };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ plan?: string }> }) {
  const { plan } = await searchParams;
  return <SignUpForm initialPlan={plan === 'basic' || plan === 'pro' ? plan : 'free'} />;
}
