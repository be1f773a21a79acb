'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { signIn } from 'next-auth/react';
import { Tabs } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import type { POST as ResendVerification } from '#app/api/v1/email-verifications/route.ts';
import { useAction } from '#components/api.ts';
import { FormCard } from '#components/form-card.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/state.tsx';

const WRONG = {
  password: 'The email address or the password is wrong.',
  'api-key': 'This key is unknown, revoked, expired, or has not the scope read.',
};

/** Sign-in by email or by API key. */
export function SignInForm() {
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [apiKey, setApiKey] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const resend = useAction<typeof ResendVerification>('POST', '/api/v1/email-verifications', () => ({ email }));
  const unconfirmed = error?.startsWith('Confirm your email');

  async function submit(event: FormEvent, provider: keyof typeof WRONG, credentials: Record<string, string>) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const answer = await signIn(provider, { ...credentials, redirect: false }).catch(() => undefined);
    if (answer?.ok) {
      router.push('/welcome');
      router.refresh();
      return;
    }
    setBusy(false);
    if (!answer) setError('The server cannot be reached. Try again.');
    else setError(answer.error && answer.error !== 'CredentialsSignin' ? answer.error : WRONG[provider]);
  }

  const problem = error && (
    <Notice
      tone="bad"
      action={
        unconfirmed ? (
          <Button small onClick={() => resend.mutate()} busy={resend.isPending}>
            {resend.isSuccess ? 'Sent' : 'Send it again'}
          </Button>
        ) : undefined
      }
    >
      {error}
    </Notice>
  );
  const tab =
    'flex-1 border-b-2 border-transparent px-3 py-2 text-ink-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink';
  return (
    <FormCard
      title="Sign in"
      lead={
        <>
          New here?{' '}
          <Link href="/signup" className="link">
            Sign up
          </Link>
        </>
      }
    >
      <Tabs.Root defaultValue="password" onValueChange={() => setError(undefined)}>
        <Tabs.List aria-label="How to sign in" className="mb-4 flex border-b">
          <Tabs.Trigger value="password" className={tab}>
            Email
          </Tabs.Trigger>
          <Tabs.Trigger value="api-key" className={tab}>
            API key
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="password">
          <form onSubmit={(event) => submit(event, 'password', { email, password })} noValidate className="flex flex-col gap-4">
            <Field
              label="Email"
              name="email"
              type="email"
              autoComplete="username"
              value={email}
              onChange={(e) => setEmail(e.target.value)}
              required
            />
            <Field
              label="Password"
              name="password"
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(e) => setPassword(e.target.value)}
              required
            />
            {problem}
            <Button type="submit" look="primary" busy={busy}>
              Sign in
            </Button>
            <Link href="/forgot" className="link self-start text-sm">
              Forgot the password?
            </Link>
          </form>
        </Tabs.Content>
        <Tabs.Content value="api-key">
          <form onSubmit={(event) => submit(event, 'api-key', { apiKey })} noValidate className="flex flex-col gap-4">
            <Field
              label="API key"
              name="apiKey"
              type="password"
              autoComplete="off"
              value={apiKey}
              onChange={(e) => setApiKey(e.target.value)}
              hint="Begins with kg_live_ and has the scope read."
              required
            />
            {problem}
            <Button type="submit" look="primary" busy={busy}>
              Sign in with key
            </Button>
          </form>
        </Tabs.Content>
      </Tabs.Root>
    </FormCard>
  );
}
