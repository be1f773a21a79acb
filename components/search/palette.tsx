'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { Dimmed } from '../ui/state.tsx';

const load = () => import('./palette-dialog.tsx');
// Every page has the button, and most are left without opening it.
const PaletteDialog = dynamic(() => load().then((module) => module.PaletteDialog), { loading: Dimmed });

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
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(true)}
        className="flex w-full items-center gap-2 rounded-md border bg-surface px-2 py-1.5 text-left text-sm text-ink-2 hover:text-ink"
      >
        <Search aria-hidden className="size-4" />
        <span className="grow">Search</span>
        <kbd className="rounded border px-1 font-sans text-xs">Ctrl K</kbd>
      </button>
      {open && <PaletteDialog close={() => setOpen(false)} />}
    </>
  );
}
