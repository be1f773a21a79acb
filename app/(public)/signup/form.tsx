'use client';

import Link from 'next/link';
import { type FormEvent, useEffect, useState } from 'react';
import type { GET as ProposeClientId } from '#app/api/v1/client-ids/route.ts';
import type { POST as SignUp } from '#app/api/v1/signup/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { FormCard } from '#components/form-card.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { count, dollars } from '#components/ui/format.ts';
import { Notice } from '#components/ui/state.tsx';
import { PLANS } from '#lib/plans/index.ts';

const OFFERED = ['free', 'basic', 'pro'] as const;
type OfferedPlan = (typeof OFFERED)[number];

/** Follows a value that is being typed, some hundred milliseconds behind. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** The sign-up form: proposes a client id from the company's name and tells at once whether it is free. */
export function SignUpForm({ initialPlan }: { initialPlan: OfferedPlan }) {
  const [company, setCompany] = useState('');
  const [ownId, setOwnId] = useState<string>();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [plan, setPlan] = useState<OfferedPlan>(initialPlan);

  const asked = useSettled(
    ownId === undefined ? `company=${encodeURIComponent(company.trim())}` : `clientId=${encodeURIComponent(ownId)}`,
    250,
  );
  const proposal = useApi<typeof ProposeClientId>(company.trim().length >= 2 || ownId !== undefined ? `/api/v1/client-ids?${asked}` : null);
  const clientId = ownId ?? (company.trim().length >= 2 ? (proposal.data?.suggestions[0] ?? proposal.data?.clientId ?? '') : '');
  const clash = ownId !== undefined && proposal.data && !proposal.data.available ? proposal.data : undefined;

  const signUp = useAction<typeof SignUp>('POST', '/api/v1/signup', () => ({ company, clientId, name, email, password, plan }));
  const errors = signUp.error?.fields ?? {};

  function submit(event: FormEvent) {
    event.preventDefault();
    signUp.mutate();
  }

  if (signUp.isSuccess) {
    return (
      <FormCard
        title="Look into your mail"
        lead={`We sent a link to ${signUp.data.email}. Follow it to confirm the address; then sign in and go on.`}
      >
        <p>Nothing there? Look into the spam folder, or ask for the mail again on the sign-in page.</p>
      </FormCard>
    );
  }
  return (
    <FormCard
      title="Sign up"
      lead={
        <>
          Have an account?{' '}
          <Link href="/login" className="link">
            Sign in
          </Link>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field
          label="Company"
          name="company"
          autoComplete="organization"
          value={company}
          onChange={(e) => setCompany(e.target.value)}
          error={errors.company}
          required
        />
        <Field
          label="Client id"
          name="clientId"
          value={clientId}
          onChange={(e) => setOwnId(e.target.value)}
          error={errors.clientId ?? (clash && (clash.wellFormed ? 'is taken' : 'use 3 to 40 of a-z, 0-9 and "-", beginning with a letter'))}
          hint="Names everything of yours, in keys and addresses. It cannot be changed later."
          autoComplete="off"
          spellCheck={false}
          required
          after={
            clash && clash.suggestions.length > 0 ? (
              <p className="mt-1 flex flex-wrap items-center gap-2 text-sm">
                Free:
                {clash.suggestions.map((suggestion) => (
                  <Button key={suggestion} small onClick={() => setOwnId(suggestion)}>
                    {suggestion}
                  </Button>
                ))}
              </p>
            ) : undefined
          }
        />
        <Field
          label="Your name"
          name="name"
          autoComplete="name"
          value={name}
          onChange={(e) => setName(e.target.value)}
          error={errors.name}
          required
        />
        <Field
          label="Email"
          name="email"
          type="email"
          autoComplete="email"
          value={email}
          onChange={(e) => setEmail(e.target.value)}
          error={errors.email}
          required
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
          error={errors.password}
          hint="At least 10 characters."
          required
        />
        <fieldset>
          <legend className="mb-1 text-sm font-medium">Plan</legend>
          <div className="flex flex-col gap-2">
            {OFFERED.map((one) => (
              <label
                key={one}
                className="flex cursor-pointer items-start gap-3 rounded-md border border-line-strong p-3 has-checked:border-accent has-checked:bg-accent-soft"
              >
                <input
                  type="radio"
                  name="plan"
                  value={one}
                  checked={plan === one}
                  onChange={() => setPlan(one)}
                  className="mt-1 accent-accent"
                />
                <span>
                  <span className="font-medium">
                    {PLANS[one].name}, {PLANS[one].monthlyCents === 0 ? 'free of charge' : `${dollars(PLANS[one].monthlyCents)} a month`}
                  </span>
                  <span className="block text-sm text-ink-2">
                    {count(PLANS[one].eventsPerDay)} events a day, {PLANS[one].clusters}{' '}
                    {PLANS[one].clusters === 1 ? 'cluster' : 'clusters'}, {PLANS[one].retentionDays} days kept
                  </span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        {signUp.error && Object.keys(errors).length === 0 && <Notice tone="bad">{signUp.error.message}</Notice>}
        <Button type="submit" look="primary" busy={signUp.isPending}>
          Sign up
        </Button>
      </form>
    </FormCard>
  );
}
