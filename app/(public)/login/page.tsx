import type { Metadata } from 'next';
import { internalPath } from '#components/internal-path.ts';
import { currentPrincipal } from '#lib/api/server-session.ts';
import { passkeysAvailable, ssoChoices } from '#lib/auth/index.ts';
import { SignInForm } from './form.tsx';
import { SignedIn } from './signed-in.tsx';

export const metadata: Metadata = {
  title: 'Sign in',
  description: 'Sign in to KG RCA with your email address, a passkey, single sign-on or an API key.',
};

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ error?: string; next?: string }> }) {
  const { error, next = '' } = await searchParams;
  const principal = await currentPrincipal();
  if (principal) return <SignedIn name={principal.name} client={principal.tenant?.name} next={internalPath(next) ?? '/welcome'} />;
  return <SignInForm passkeys={passkeysAvailable()} sso={ssoChoices()} ssoFailed={error} />;
}
