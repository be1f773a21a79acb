import { LoaderCircle } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { useHydrated } from '../hydrated.tsx';

const LOOKS = {
  primary: 'bg-accent text-accent-ink border-transparent hover:opacity-90',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-surface text-bad border-bad hover:bg-bad-soft',
} as const;

export type ButtonLook = keyof typeof LOOKS;

/** The classes of a button, for links that look like buttons. */
export function buttonClass(look: ButtonLook = 'secondary', small = false): string {
  return `inline-flex items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap transition-colors duration-100 ${small ? 'h-7 px-2 text-sm' : 'h-9 px-3'} ${LOOKS[look]}`;
}

/** A button. `busy` shows progress and prevents a second press. It is disabled until the page is interactive. */
export function Button({
  look = 'secondary',
  small = false,
  busy = false,
  children,
  className = '',
  type = 'button',
  disabled,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; small?: boolean; busy?: boolean; children: ReactNode }) {
  const isHydrated = useHydrated();
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || busy || !isHydrated}
      aria-busy={busy || undefined}
      className={`${buttonClass(look, small)} ${disabled || busy ? 'opacity-50!' : ''} ${className}`}
    >
      {busy && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </button>
  );
}
