import type { Route } from 'next';

/** The way to a page of the staff, above its title. */
export const PROVIDER_CRUMBS: { href: Route; label: string }[] = [{ href: '/admin', label: 'Provider' }];
