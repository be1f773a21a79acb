'use client';

import { useMutation } from '@tanstack/react-query';
import type { Route } from 'next';
import { useRouter, useSearchParams } from 'next/navigation';
import { signIn } from 'next-auth/react';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { z } from 'zod';
import type { POST as ResendVerification } from '#app/api/v1/email-verifications/route.ts';
import type { POST as StartSso } from '#app/api/v1/sso-sign-ins/route.ts';
import { ApiError, callApi, useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { FormCard } from '#components/form-card.tsx';
import { internalPath } from '#components/internal-path.ts';
import { askForPasskey, openSession, type SignInMethod } from '#components/sign-in.ts';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/state.tsx';
import type { SsoChoice } from '#lib/auth/index.ts';

const passwordInput = z.object({
  email: z.string().trim().min(1, 'Enter your email address.'),
  password: z.string().min(1, 'Enter your password.'),
  code: z.string(),
});
const apiKeyInput = z.object({ apiKey: z.string().trim().min(1, 'Enter an API key.') });
/** Why somebody who signed in elsewhere did not get in. */
const SSO_FAILURES: Record<string, string> = {
  no_account: 'There is no account for the address that you signed in with. Sign up, or ask for an invitation.',
  sso_required: 'Your company requires its own single sign-on. Enter your email address and choose “Continue with single sign-on”.',
  sso_expired: 'This sign-in took too long, or was begun in another browser. Begin again.',
  sso_no_address: 'Your identity provider did not say which email address you have. Ask your administrator to send the claim “email”.',
  sso_not_vouched:
    'Your identity provider does not say that your email address is confirmed. Ask your administrator to send the claim “email_verified”.',
  sso_foreign_domain: 'Your email address is of a domain that your company has not verified here. Ask an owner of the account.',
  sso_other_identity: 'Your email address belongs to another person at your identity provider. Ask an owner of the account.',
  sso_removed: 'You were removed from this account. Ask an owner for an invitation.',
  sso_full: 'The account of your company has as many members as it may have. Ask an owner.',
  too_many_attempts: 'Too many attempts. Try again in some minutes.',
};
const TAB =
  'flex-1 border-b-2 border-transparent px-3 py-2 text-ink-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink';

/** Sign-in by email address, passkey, single sign-on or API key. `passkeys`: whether they work at the portal's address. */
export function SignInForm({ passkeys, sso, ssoFailed }: { passkeys: boolean; sso: SsoChoice[]; ssoFailed: string | undefined }) {
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
      {ssoFailed && (
        <div className="mb-4">
          <Notice tone="bad">{SSO_FAILURES[ssoFailed] ?? 'The sign-in there failed. Try again, or use another way to sign in.'}</Notice>
        </div>
      )}
      <Tabs.Root defaultValue="password">
        <Tabs.List aria-label="Sign-in method" className="mb-4 flex border-b">
          <Tabs.Trigger value="password" className={TAB}>
            Email
          </Tabs.Trigger>
          <Tabs.Trigger value="api-key" className={TAB}>
            API key
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="password">
          <PasswordForm />
          {passkeys && <PasskeyButton />}
          {sso.map((choice) => (
            <SsoButton key={choice.id} choice={choice} />
          ))}
        </Tabs.Content>
        <Tabs.Content value="api-key">
          <ApiKeyForm />
        </Tabs.Content>
      </Tabs.Root>
    </FormCard>
  );
}

/** Opens a session and continues with the page that asked for it, or with what this person has to do next. */
function useSignIn(method: SignInMethod) {
  const router = useRouter();
  const target = useTarget();
  return async (credentials: Record<string, string>) => {
    await openSession(method, credentials);
    router.push(target);
    router.refresh();
  };
}

/** Where the person goes after signing in. */
function useTarget(): Route {
  const next = useSearchParams().get('next') ?? '';
  const path = internalPath(next);
  return path && path !== '/' ? (path as Route) : '/welcome';
}

function SsoButton({ choice }: { choice: SsoChoice }) {
  const target = useTarget();
  const [isBusy, setBusy] = useState(false);
  return (
    <Button
      className="mt-3 w-full"
      busy={isBusy}
      onClick={() => {
        setBusy(true);
        void signIn(choice.id, { callbackUrl: target });
      }}
    >
      Sign in with {choice.name}
    </Button>
  );
}

function PasskeyButton() {
  const open = useSignIn('passkey');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  async function use() {
    setBusy(true);
    setProblem(undefined);
    try {
      await open({ response: JSON.stringify(await askForPasskey()) });
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : 'The sign-in failed. Try again.');
      setBusy(false);
    }
  }
  return (
    <div className="mt-4 flex flex-col gap-4 border-t pt-4">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button onClick={use} busy={isBusy}>
        Sign in with a passkey
      </Button>
    </div>
  );
}

function PasswordForm() {
  const target = useTarget();
  const open = useSignIn('password');
  const [needsCode, setNeedsCode] = useState(false);
  const form = useApiForm(passwordInput, {
    defaultValues: { email: '', password: '', code: '' },
    send: async (values) => {
      try {
        await open(values);
      } catch (error) {
        if (!(error instanceof ApiError) || !error.code.startsWith('second_factor')) throw error;
        // The first refusal only says that a code is needed: the field appears, without an error.
        setNeedsCode(true);
        if (needsCode) throw error;
      }
    },
  });
  const resend = useAction<typeof ResendVerification>('POST', '/api/v1/email-verifications', () => ({ email: form.getValues('email') }));
  const continueWithSso = useMutation<void, ApiError>({
    mutationFn: async () => {
      const { url } = await callApi<typeof StartSso>('POST', '/api/v1/sso-sign-ins', { email: form.getValues('email'), next: target });
      location.assign(url);
      // Busy until the browser has left.
      await new Promise(() => {});
    },
    onError: (error) => form.setError('email', { message: error.fields.email ?? error.message }, { shouldFocus: true }),
  });
  const isUnconfirmed = form.problem?.startsWith('Confirm your email');
  return (
    <Form form={form}>
      <FormField form={form} name="email" label="Email" type="email" autoComplete="username" required />
      <FormField form={form} name="password" label="Password" type="password" autoComplete="current-password" required />
      {needsCode && (
        <FormField
          form={form}
          name="code"
          label="Code"
          inputMode="text"
          autoComplete="one-time-code"
          hint="The code of your authenticator app, or a recovery code."
          autoFocus
          required
        />
      )}
      <FormError
        form={form}
        action={
          isUnconfirmed && (
            <Button small onClick={() => resend.mutate()} busy={resend.isPending}>
              {resend.isSuccess ? 'Sent' : 'Send it again'}
            </Button>
          )
        }
      />
      <SubmitButton form={form}>Sign in</SubmitButton>
      <Button busy={continueWithSso.isPending} onClick={() => continueWithSso.mutate()}>
        Continue with single sign-on
      </Button>
      <Link href="/forgot" className="link self-start text-sm">
        Forgot your password?
      </Link>
    </Form>
  );
}

function ApiKeyForm() {
  const form = useApiForm(apiKeyInput, { defaultValues: { apiKey: '' }, send: useSignIn('api-key') });
  return (
    <Form form={form}>
      <FormField
        form={form}
        name="apiKey"
        label="API key"
        type="password"
        autoComplete="off"
        hint="Starts with kg_live_ and needs the “read” permission."
        required
      />
      <FormError form={form} />
      <SubmitButton form={form}>Sign in with API key</SubmitButton>
    </Form>
  );
}
