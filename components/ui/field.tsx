'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { useHydrated } from '../hydrated.tsx';

export const inputClass =
  'h-9 w-full rounded-md border border-line-strong bg-surface px-3 text-ink aria-invalid:border-bad disabled:opacity-60 disabled:bg-sunken';

/** What every labelled control has beside the control itself. */
export interface Labelled {
  label: string;
  /** Shown under the control; the control is then marked as invalid. */
  error?: string | undefined;
  hint?: ReactNode;
}

/** The attributes that tie a control to its label, hint and error, so that screen readers announce them together. */
export function labelledBy(id: string, { error, hint }: Omit<Labelled, 'label'>) {
  const describedBy = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return { id, 'aria-invalid': error ? true : undefined, 'aria-describedby': describedBy } as const;
}

/** A label above a control; below it the error or, without one, the hint. `id` is that of the control. */
export function FieldFrame({
  id,
  label,
  error,
  hint,
  className = '',
  children,
}: Labelled & { id: string; className?: string | undefined; children: ReactNode }) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-sm text-bad">
          {error}
        </p>
      )}
      {hint && !error && (
        <p id={`${id}-hint`} className="mt-1 text-sm text-ink-2">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A labelled input. It becomes editable once the page is interactive; a password can be shown. */
export function Field({ label, error, hint, className, ...input }: ComponentProps<'input'> & Labelled) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  const isHydrated = useHydrated();
  const isPassword = input.type === 'password';
  return (
    <FieldFrame id={id} label={label} error={error} hint={hint} className={className}>
      <div className="relative">
        <input
          {...input}
          {...labelledBy(id, { error, hint })}
          readOnly={input.readOnly || !isHydrated}
          type={isPassword && isShown ? 'text' : input.type}
          className={`${inputClass} ${isPassword ? 'pr-10' : ''}`}
        />
        {isPassword && (
          <button
            type="button"
            onClick={() => setShown(!isShown)}
            aria-label={isShown ? 'Hide password' : 'Show password'}
            className="absolute inset-y-0 right-0 flex w-9 items-center justify-center text-ink-2"
          >
            {isShown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
          </button>
        )}
      </div>
    </FieldFrame>
  );
}

/** A labelled text of several lines. */
export function TextArea({ label, error, hint, className, ...textarea }: ComponentProps<'textarea'> & Labelled) {
  const id = useId();
  const isHydrated = useHydrated();
  return (
    <FieldFrame id={id} label={label} error={error} hint={hint} className={className}>
      <textarea
        {...textarea}
        {...labelledBy(id, { error, hint })}
        readOnly={textarea.readOnly || !isHydrated}
        className={`${inputClass} h-20 resize-y py-2`}
      />
    </FieldFrame>
  );
}
