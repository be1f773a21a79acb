'use client';

import type { Route } from 'next';
import { usePathname, useSearchParams } from 'next/navigation';
import { buttonClass } from './button.tsx';
import { Link } from './link.tsx';

/** Links to the first and the next page of a list. The cursor is in the address, so that the browser's back button works too. */
export function Pager({ next }: { next: string | null }) {
  const pathname = usePathname();
  const params = useSearchParams();
  const to = (cursor: string | undefined) => {
    const query = new URLSearchParams(params);
    if (cursor === undefined) query.delete('cursor');
    else query.set('cursor', cursor);
    return `${pathname}${query.size ? `?${query}` : ''}` as Route;
  };
  const isLaterPage = params.has('cursor');
  if (!isLaterPage && next === null) return null;
  return (
    <nav aria-label="Pages" className="flex justify-between gap-3 border-t p-3">
      {isLaterPage ? (
        <Link href={to(undefined)} className={buttonClass('secondary', true)}>
          First page
        </Link>
      ) : (
        <span />
      )}
      {next !== null && (
        <Link href={to(next)} className={buttonClass('secondary', true)}>
          Next page
        </Link>
      )}
    </nav>
  );
}
