'use client';

import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Notice } from './state.tsx';

/** Asks for confirmation before something that cannot be undone or that affects others. It stays open until the work is done. */
export function Confirm({
  open,
  onOpenChange,
  title,
  children,
  action,
  danger = false,
  busy,
  disabled = false,
  error,
  onConfirm,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  /** The label of the button: a verb, never `OK`. */
  action: string;
  danger?: boolean;
  busy: boolean;
  disabled?: boolean;
  error?: string | undefined;
  onConfirm: () => void;
}) {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <AlertDialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-50 max-h-[90vh] w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border bg-surface p-4 shadow-lg"
        >
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              onConfirm();
            }}
          >
            <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
            <div className="mt-2 flex flex-col gap-4">
              {children}
              {error && <Notice tone="bad">{error}</Notice>}
            </div>
            <div className="mt-4 flex flex-wrap justify-end gap-2">
              <AlertDialog.Cancel asChild>
                <Button>Cancel</Button>
              </AlertDialog.Cancel>
              <Button type="submit" look={danger ? 'danger' : 'primary'} busy={busy} disabled={disabled}>
                {action}
              </Button>
            </div>
          </form>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
