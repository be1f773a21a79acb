'use client';

import type { Route } from 'next';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';

/** Page state in the query string, so that links and the back button preserve it. An empty value removes the parameter. */
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
