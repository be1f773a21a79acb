import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { passkeysAvailable } from '#lib/auth/index.ts';
import { SignInForm } from './form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

export default async function LoginPage() {
  if (await currentPrincipal()) redirect('/welcome');
  return <SignInForm passkeys={passkeysAvailable()} />;
}
