import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { passkeysAvailable, ssoChoices } from '#lib/auth/index.ts';
import { SignInForm } from './form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ error?: string }> }) {
  if (await currentPrincipal()) redirect('/welcome');
  return <SignInForm passkeys={passkeysAvailable()} sso={ssoChoices()} ssoFailed={(await searchParams).error} />;
}
