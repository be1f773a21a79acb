'use client';

import { Switch as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';

/** A switch that takes effect immediately, with a label and a description. */
export function Switch({
  label,
  on,
  onChange,
  busy = false,
  children,
}: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  busy?: boolean;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {children && (
          <div id={`${id}-hint`} className="text-sm text-ink-2">
            {children}
          </div>
        )}
      </div>
      <span className="flex shrink-0 items-center gap-2">
        <span aria-hidden className="text-sm text-ink-2">
          {on ? 'On' : 'Off'}
        </span>
        <Radix.Root
          id={id}
          checked={on}
          onCheckedChange={onChange}
          disabled={busy}
          aria-describedby={children ? `${id}-hint` : undefined}
          className="h-5 w-9 shrink-0 rounded-full border border-line-strong bg-sunken px-0.5 transition-colors duration-100 data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-60"
        >
          <Radix.Thumb className="block size-3.5 rounded-full bg-line-strong transition-transform duration-100 data-[state=checked]:translate-x-4 data-[state=checked]:bg-accent-ink" />
        </Radix.Root>
      </span>
    </div>
  );
}
