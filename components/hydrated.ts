'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * Whether the page listens yet. What the server rendered can be seen before that: a press would be lost then, a form sent
 * by the browser itself with its fields in the address, and what was typed overwritten.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
