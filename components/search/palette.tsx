'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { Skeleton } from '../ui/state.tsx';

// Loaded when it is opened: every page has the button.
const PaletteContent = dynamic(() => import('./palette-content.tsx').then((module) => module.PaletteContent), {
  loading: () => <Skeleton className="m-3 h-24" />,
});

/** The button that opens the command palette; Ctrl-K and ⌘K do so anywhere. It goes to pages, starts actions, and searches everything of the client. */
export function CommandPalette() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      setOpen((isOpen) => !isOpen);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="flex w-full items-center gap-2 rounded-md border bg-surface px-2 py-1.5 text-left text-sm text-ink-2 hover:text-ink">
        <Search aria-hidden className="size-4" />
        <span className="grow">Search</span>
        <kbd className="rounded border px-1 font-sans text-xs">Ctrl K</kbd>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-2 z-50 mx-auto flex max-h-[calc(100dvh-1rem)] max-w-2xl flex-col rounded-lg border bg-surface shadow-lg sm:top-[12vh] sm:max-h-[76vh]"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <PaletteContent close={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
