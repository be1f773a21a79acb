'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/**
 * A modal dialog; focus stays inside, and begins on the first thing to fill in or to do. Escape and the close button close it, unless
 * `isDismissible` is false: then only what it contains does, as for a key that is shown once.
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  isDismissible = true,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  isDismissible?: boolean;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusContent}
          onEscapeKeyDown={(event) => isDismissible || event.preventDefault()}
          onInteractOutside={(event) => isDismissible || event.preventDefault()}
          className="fixed top-1/2 left-1/2 z-50 max-h-[90vh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border bg-surface p-4 shadow-lg"
        >
          <div className="mb-4 flex items-center justify-between gap-4">
            <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
            {isDismissible && (
              <Radix.Close aria-label="Close" className="rounded p-1 text-ink-2 hover:text-ink">
                <X aria-hidden className="size-4" />
              </Radix.Close>
            )}
          </div>
          <div data-content>{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Focuses the first thing to fill in, else the first button, rather than the one that closes the dialog. */
function focusContent(event: Event): void {
  const content = (event.currentTarget as HTMLElement).querySelector('[data-content]');
  const first =
    content?.querySelector<HTMLElement>('input:not(:disabled), textarea:not(:disabled), select:not(:disabled)') ??
    content?.querySelector<HTMLElement>('button:not(:disabled), a[href]');
  if (!first) return;
  event.preventDefault();
  first.focus();
}
