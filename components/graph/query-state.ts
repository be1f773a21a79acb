'use client';

import { useSearchParams } from 'next/navigation';

/**
 * Page state in the query string, so that links and the back button preserve it. An empty value removes the parameter. Changes
 * begin from the address itself: what the last render knew may lack a change that was made a moment ago.
 */
export function useQueryState(): [URLSearchParams, (change: Record<string, string | undefined>) => void] {
  const params = useSearchParams();
  function set(change: Record<string, string | undefined>): void {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    // Next follows this address, and does not ask the server: pages read these parameters in the browser only.
    window.history.replaceState(null, '', `${window.location.pathname}${next.size ? `?${next}` : ''}`);
  }
  return [new URLSearchParams(params), set];
}
