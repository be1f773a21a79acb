import type { Route } from 'next';
import type { ReactNode } from 'react';
import { Link } from './link.tsx';

/** The header of a page: breadcrumbs, title and one primary action. */
export function PageHead({
  title,
  crumbs = [],
  action,
  children,
}: {
  title: ReactNode;
  crumbs?: readonly { href: Route; label: string }[];
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="mb-6">
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumb" className="mb-1 flex gap-2 text-sm text-ink-2">
          {crumbs.map(({ href, label }, i) => (
            <span key={href} className="flex gap-2">
              {i > 0 && <span aria-hidden>/</span>}
              <Link href={href} className="hover:text-ink hover:underline">
                {label}
              </Link>
            </span>
          ))}
        </nav>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold">{title}</h1>
        {action}
      </div>
      {children && <div className="mt-1 text-ink-2">{children}</div>}
    </header>
  );
}

/** A section of a page on its own surface. `flush` removes the padding, for tables and lists. */
export function Section({
  title,
  action,
  children,
  flush = false,
}: {
  title?: string;
  action?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  return (
    <section aria-label={title} className="mb-6 rounded-lg border bg-surface">
      {title && (
        <div className="flex flex-wrap items-center justify-between gap-3 border-b px-4 py-3">
          <h2 className="font-semibold">{title}</h2>
          {action}
        </div>
      )}
      <div className={flush ? '' : 'p-4'}>{children}</div>
    </section>
  );
}

/** A key figure with its label. */
export function Figure({ label, value, detail }: { label: string; value: ReactNode; detail?: ReactNode }) {
  return (
    <div className="min-w-0 rounded-lg border bg-surface p-4">
      <p className="text-sm text-ink-2">{label}</p>
      <p className="mt-1 truncate text-2xl font-semibold">{value}</p>
      {detail && <div className="mt-1 text-sm text-ink-2">{detail}</div>}
    </div>
  );
}

/** How much of a limit is used: a bar, and the same as text. */
export function LimitBar({ used, limit, format }: { used: number; limit: number | null; format: (n: number) => string }) {
  if (limit === null) return <p>{format(used)}, unlimited</p>;
  const share = limit === 0 ? 1 : used / limit;
  const colour = share >= 1 ? 'bg-bad' : share >= 0.8 ? 'bg-warn' : 'bg-accent';
  return (
    <div>
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <div className={`h-full ${colour}`} style={{ width: `${Math.min(100, share * 100)}%` }} />
      </div>
      <p className="mt-1 text-sm text-ink-2">
        {format(used)} of {format(limit)}
        {share >= 1 && ': limit reached'}
      </p>
    </div>
  );
}
