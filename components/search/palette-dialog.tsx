'use client';

import { Dialog } from 'radix-ui';
import { PaletteContent } from './palette-content.tsx';

/** The command palette while it is open. */
export function PaletteDialog({ close }: { close: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(isOpen) => isOpen || close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-2 z-50 mx-auto flex max-h-[calc(100dvh-1rem)] max-w-2xl flex-col rounded-lg border bg-surface shadow-lg sm:top-[12vh] sm:max-h-[76vh]"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <PaletteContent close={close} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
