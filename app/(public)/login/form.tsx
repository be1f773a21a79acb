'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Tabs } from 'radix-ui';
import { z } from 'zod';
import type { POST as ResendVerification } from '#app/api/v1/email-verifications/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { FormCard } from '#components/form-card.tsx';
import { openSession, type SignInMethod } from '#components/sign-in.ts';
import { Button } from '#components/ui/button.tsx';

const passwordInput = z.object({
  email: z.string().trim().min(1, 'Enter your email address.'),
  password: z.string().min(1, 'Enter your password.'),
});
const apiKeyInput = z.object({ apiKey: z.string().trim().min(1, 'Enter an API key.') });
const TAB =
  'flex-1 border-b-2 border-transparent px-3 py-2 text-ink-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink';

/** Sign-in by email address or by API key. */
export function SignInForm() {
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
        </Tabs.Content>
        <Tabs.Content value="api-key">
          <ApiKeyForm />
        </Tabs.Content>
      </Tabs.Root>
    </FormCard>
  );
}

/** Opens a session and continues with what this person has to do next. */
function useSignIn(method: SignInMethod) {
  const router = useRouter();
  return async (credentials: Record<string, string>) => {
    await openSession(method, credentials);
    router.push('/welcome');
    router.refresh();
  };
}

function PasswordForm() {
  const form = useApiForm(passwordInput, { defaultValues: { email: '', password: '' }, send: useSignIn('password') });
  const resend = useAction<typeof ResendVerification>('POST', '/api/v1/email-verifications', () => ({ email: form.getValues('email') }));
  const isUnconfirmed = form.problem?.startsWith('Confirm your email');
  return (
    <Form form={form}>
      <FormField form={form} name="email" label="Email" type="email" autoComplete="username" required />
      <FormField form={form} name="password" label="Password" type="password" autoComplete="current-password" required />
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
