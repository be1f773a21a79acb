import type { Route } from 'next';

/** The breadcrumbs of the staff's pages. */
export const PROVIDER_CRUMBS: { href: Route; label: string }[] = [{ href: '/admin', label: 'Provider' }];
