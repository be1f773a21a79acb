'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { buttonClass } from './button.tsx';

/** The ways on and back of a list in pages. The cursor stands in the address, so that the browser's own back button works too. */
export function Pager({ next }: { next: string | null }) {
  const pathname = usePathname();
  const params = useSearchParams();
  const to = (cursor: string | undefined) => {
    const wanted = new URLSearchParams(params);
    if (cursor === undefined) wanted.delete('cursor');
    else wanted.set('cursor', cursor);
    return `${pathname}${wanted.size ? `?${wanted}` : ''}` as Route;
  };
  const begun = params.has('cursor');
  if (!begun && next === null) return null;
  return (
    <nav aria-label="Pages" className="flex justify-between gap-3 border-t p-3">
      {begun ? (
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
