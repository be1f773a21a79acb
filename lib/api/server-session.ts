import { cookies, headers } from 'next/headers';
import type { Principal } from '#lib/auth/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { pathOf } from './client-address.ts';
import { principalOfRequest } from './principal.ts';

/** The user for whom a page is rendered on the server; undefined when nobody is signed in. */
export async function currentPrincipal(): Promise<Principal | undefined> {
  const cookie = (await cookies()).toString();
  const host = (await headers()).get('host') ?? 'localhost';
  return principalOfRequest(new Request(`http://${host}/`, { headers: { cookie } }), systemClock());
}

/** Where to sign in, and to come back to the page that is being rendered. */
export async function signInPath(): Promise<string> {
  return `/login?next=${encodeURIComponent(pathOf({ headers: await headers() }))}`;
}
