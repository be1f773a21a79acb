'use client';

import { useState } from 'react';
import { signUpInput } from '#app/api/v1/signup/input.ts';
import type { POST as SignUp } from '#app/api/v1/signup/route.ts';
import { callApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { NewPasswordField } from '#components/form/new-password.tsx';
import { FormCard } from '#components/form-card.tsx';
import { Link } from '#components/ui/link.tsx';
import type { Offers } from '#lib/plans/index.ts';
import { ClientIdField } from './client-id-field.tsx';
import { type OfferedPlan, PlanChoice } from './plan-choice.tsx';

/** The addresses of the provider's texts, as far as there are any. */
interface Legal {
  terms: string | undefined;
  privacy: string | undefined;
}

/** The sign-up form; when it was sent, the next step is in the mail. */
export function SignUpForm({ initialPlan, plans, legal }: { initialPlan: OfferedPlan; plans: Offers; legal: Legal }) {
  const [sentTo, setSentTo] = useState<string>();
  const form = useApiForm(signUpInput, {
    defaultValues: { company: '', clientId: '', name: '', email: '', password: '', plan: initialPlan },
    send: async (values) => setSentTo((await callApi<typeof SignUp>('POST', '/api/v1/signup', values)).email),
  });

  if (sentTo) {
    return (
      <FormCard title="Check your email" lead={`We sent a link to ${sentTo}. Follow it to confirm your address, then sign in.`}>
        <p>Nothing there? Check your spam folder, or have the mail sent again from the sign-in page.</p>
      </FormCard>
    );
  }
  return (
    <FormCard
      title="Sign up"
      lead={
        <>
          Already have an account?{' '}
          <Link href="/login" className="link">
            Sign in
          </Link>
        </>
      }
    >
      <Form form={form}>
        <FormField form={form} name="company" label="Company" autoComplete="organization" required />
        <ClientIdField form={form} />
        <FormField form={form} name="name" label="Your name" autoComplete="name" required />
        <FormField form={form} name="email" label="Email" type="email" autoComplete="email" required />
        <NewPasswordField form={form} name="password" label="Password" words={form.watch(['company', 'name', 'email'])} />
        <PlanChoice plans={plans} {...form.register('plan')} />
        <LegalNote {...legal} />
        <FormError form={form} />
        <SubmitButton form={form}>Sign up</SubmitButton>
      </Form>
    </FormCard>
  );
}

/** What somebody agrees to by signing up; nothing where the provider has set no texts. */
function LegalNote({ terms, privacy }: Legal) {
  if (!terms && !privacy) return null;
  const link = (href: string, name: string) => (
    <a href={href} target="_blank" rel="noreferrer" className="link">
      {name}
    </a>
  );
  return (
    <p className="text-sm text-ink-2">
      {terms && <>By signing up you accept the {link(terms, 'terms of service')}. </>}
      {privacy && <>The {link(privacy, 'privacy notice')} says what is stored about you, and why.</>}
    </p>
  );
}
