'use client';

import { useSyncExternalStore } from 'react';

const subscribe = () => () => {};

/**
 * Whether the page is interactive. What the server rendered is visible before React has hydrated it: until then a click
 * would be lost, typed text overwritten, and a form sent by the browser itself with its fields in the address.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
}
