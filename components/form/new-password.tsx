'use client';

import { type ComponentProps, useEffect, useState } from 'react';
import type { FieldValues, Path, PathValue } from 'react-hook-form';
import type { PasswordStrength } from '#lib/auth/password-strength.ts';
import type { ApiForm } from './api-form.ts';
import { FormField, fieldError } from './form.tsx';

type Estimate = typeof import('#lib/auth/password-strength.ts').passwordStrength;

const LEVELS = [
  { word: 'Very easy to guess', bar: 'bg-bad' },
  { word: 'Easy to guess', bar: 'bg-bad' },
  { word: 'Could be guessed', bar: 'bg-warn' },
  { word: 'Hard to guess', bar: 'bg-good' },
  { word: 'Very hard to guess', bar: 'bg-good' },
] as const;

/** A field for a new password with a meter of its strength, as the server will judge it. `words` are those of the account. */
export function NewPasswordField<Input extends FieldValues, Output extends FieldValues>({
  form,
  name,
  words = [],
  ...field
}: { form: ApiForm<Input, Output>; name: Path<Input>; words?: readonly string[] } & Omit<
  ComponentProps<typeof FormField>,
  'form' | 'name' | 'type' | 'autoComplete'
>) {
  const [estimate, setEstimate] = useState<Estimate>();
  const password = form.watch(name) as PathValue<Input, Path<Input>> & string;
  const isTyping = password.length > 0;
  useEffect(() => {
    // The dictionaries are too large for everybody who opens the page.
    if (isTyping) void import('#lib/auth/password-strength.ts').then(({ passwordStrength }) => setEstimate(() => passwordStrength));
  }, [isTyping]);
  return (
    <div>
      <FormField
        hint="At least 12 characters, and hard to guess."
        {...field}
        form={form}
        name={name}
        type="password"
        autoComplete="new-password"
        required
      />
      {isTyping && estimate && <StrengthMeter {...estimate(password, words)} isExplained={fieldError(form, name) === undefined} />}
    </div>
  );
}

function StrengthMeter({ score, problem, isExplained }: PasswordStrength & { isExplained: boolean }) {
  const { word, bar } = LEVELS[score as 0];
  const text = problem ?? `${word}.`;
  return (
    <div className="mt-2">
      <meter className="sr-only" aria-label="Password strength" aria-valuetext={text} min={0} max={4} value={score} />
      <div aria-hidden className="grid grid-cols-4 gap-1">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} className={`h-1 rounded-full ${step <= Math.max(score, 1) ? bar : 'bg-line-strong'}`} />
        ))}
      </div>
      {isExplained && <p className="mt-1 text-sm text-ink-2">{text}</p>}
    </div>
  );
}
