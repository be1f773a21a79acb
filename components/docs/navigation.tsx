'use client';

import type { Route } from 'next';
import { usePathname } from 'next/navigation';
import { Link } from '../ui/link.tsx';

/** A page of the docs in the navigation. */
export interface DocsLink {
  href: string;
  title: string;
}

/** The side navigation of the docs; on a phone it folds into one line. */
export function DocsNavigation({ groups }: { groups: readonly { name: string; links: readonly DocsLink[] }[] }) {
  const pathname = usePathname();
  const current = groups.flatMap(({ links }) => links).find(({ href }) => href === pathname);
  const list = (
    <ul className="flex flex-col gap-4">
      {groups.map(({ name, links }) => (
        <li key={name}>
          <p className="mb-1 text-sm font-medium text-ink-2">{name}</p>
          <ul className="flex flex-col">
            {links.map(({ href, title }) => (
              <li key={href}>
                <Link
                  href={href as Route}
                  aria-current={href === pathname ? 'page' : undefined}
                  className="-mx-2 block rounded-md px-2 py-1 hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium"
                >
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <nav aria-label="Docs" className="max-lg:hidden">
        {list}
      </nav>
      <details key={pathname} className="rounded-lg border bg-surface px-3 py-2 lg:hidden">
        <summary className="cursor-pointer font-medium">{current?.title ?? 'All pages'}</summary>
        <nav aria-label="Docs" className="mt-3">
          {list}
        </nav>
      </details>
    </>
  );
}
