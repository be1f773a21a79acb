'use client';

import { createContext, type ReactNode, startTransition, useContext, useEffect, useState } from 'react';

const IsHydrated = createContext(false);

/** Around every page. That it is interactive is news of low priority, so that telling all of it does not hold up the first click. */
export function Hydration({ children }: { children: ReactNode }) {
  const [isHydrated, setHydrated] = useState(false);
  useEffect(() => startTransition(() => setHydrated(true)), []);
  return <IsHydrated value={isHydrated}>{children}</IsHydrated>;
}

/**
 * Whether the page is interactive. What the server rendered is visible before React has hydrated it: until then a click
 * would be lost, typed text overwritten, and a form sent by the browser itself with its fields in the address.
 */
export function useHydrated(): boolean {
  return useContext(IsHydrated);
}
