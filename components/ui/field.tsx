'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type InputHTMLAttributes, type ReactNode, useId, useState } from 'react';
import { useHydrated } from '../hydrated.ts';

export const inputClass =
  'h-9 w-full rounded-md border border-line-strong bg-surface px-3 text-ink aria-invalid:border-bad disabled:opacity-60 disabled:bg-sunken';

/** A labelled input with its hint and its error, which screen readers hear together with the label. */
export function Field({
  label,
  error,
  hint,
  after,
  className = '',
  ...input
}: InputHTMLAttributes<HTMLInputElement> & { label: string; error?: string | undefined; hint?: ReactNode; after?: ReactNode }) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const isListening = useHydrated();
  const secret = input.type === 'password';
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          readOnly={input.readOnly || !isListening}
          type={secret && shown ? 'text' : input.type}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          className={`${inputClass} ${secret ? 'pr-10' : ''}`}
        />
        {secret && (
          <button
            type="button"
            onClick={() => setShown(!shown)}
            aria-label={shown ? 'Hide password' : 'Show password'}
            className="absolute inset-y-0 right-0 flex w-9 items-center justify-center text-ink-2"
          >
            {shown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
          </button>
        )}
      </div>
      {error && (
        <p id={`${id}-error`} className="mt-1 text-sm text-bad">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-sm text-ink-2">
          {hint}
        </p>
      )}
      {after}
    </div>
  );
}
