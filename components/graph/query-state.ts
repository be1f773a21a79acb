'use client';

import type { Route } from 'next';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';

/** The state of a page in its address: shared by a link, kept by the back button. An empty value leaves the address. */
export function useQueryState(): [URLSearchParams, (change: Record<string, string | undefined>) => void] {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  function set(change: Record<string, string | undefined>): void {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    router.replace(`${pathname}${next.size ? `?${next}` : ''}` as Route, { scroll: false });
  }
  return [new URLSearchParams(params), set];
}
