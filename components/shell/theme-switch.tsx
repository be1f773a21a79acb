'use client';

import { SunMoon } from 'lucide-react';
import { applyTheme } from './theme.ts';

/** Switches between the light and dark themes and remembers the choice in this browser. */
export function ThemeSwitch() {
  function flip() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    applyTheme(dark ? 'light' : 'dark');
  }
  return (
    <button
      type="button"
      onClick={flip}
      aria-label="Switch between light and dark theme"
      className="rounded p-1.5 text-ink-2 hover:bg-sunken hover:text-ink"
    >
      <SunMoon aria-hidden className="size-4" />
    </button>
  );
}
