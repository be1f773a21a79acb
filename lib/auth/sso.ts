import githubModule from 'next-auth/providers/github';
import googleModule from 'next-auth/providers/google';
import type { Provider } from 'next-auth/providers/index';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { normalEmail } from './accounts.ts';
import { callableOf } from './interop.ts';

type Factory = (options: { clientId: string; clientSecret: string; userinfo?: object }) => Provider;

/** A way to sign in at another place, as the sign-in page offers it. */
export interface SsoChoice {
  id: string;
  name: string;
}

/** Who signed in elsewhere: the address, and whether that place says that it was confirmed. */
interface SsoProfile {
  email?: string | null | undefined;
  email_verified?: boolean | undefined;
}

/**
 * The places where people of this installation can sign in instead of with a password: Google, GitHub, and any issuer that speaks
 * OpenID Connect (Microsoft Entra ID, Okta, Keycloak). Each is on where its variables are set.
 */
export function ssoProviders(): Provider[] {
  const settings = env.use();
  const providers: Provider[] = [];
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = settings;
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET)
    providers.push(callableOf<Factory>(googleModule)({ clientId: GOOGLE_CLIENT_ID, clientSecret: GOOGLE_CLIENT_SECRET }));
  if (GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET)
    providers.push(
      callableOf<Factory>(githubModule)({ clientId: GITHUB_CLIENT_ID, clientSecret: GITHUB_CLIENT_SECRET, userinfo: GITHUB_USER }),
    );
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = settings;
  if (OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET) {
    providers.push({
      id: 'oidc',
      name: OIDC_NAME,
      type: 'oauth',
      wellKnown: `${OIDC_ISSUER.replace(/(?<!\/)\/+$/, '')}/.well-known/openid-configuration`,
      issuer: OIDC_ISSUER,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      authorization: { params: { scope: 'openid email profile' } },
      profile: (profile: SsoProfile & { sub: string; name?: string }) => ({
        id: profile.sub,
        email: profile.email ?? null,
        name: profile.name ?? null,
      }),
    });
  }
  return providers;
}

/** GitHub is no OpenID provider: which address is confirmed is in a list of its own. */
const GITHUB_USER = {
  url: 'https://api.github.com/user',
  async request({ client, tokens }: { client: { userinfo(token: string): Promise<object> }; tokens: { access_token: string } }) {
    const profile = await client.userinfo(tokens.access_token);
    const answer = await fetch('https://api.github.com/user/emails', { headers: { Authorization: `Bearer ${tokens.access_token}` } });
    return { ...profile, ...confirmedAddress(answer.ok ? ((await answer.json()) as GitHubAddress[]) : []) };
  },
};

interface GitHubAddress {
  email: string;
  primary: boolean;
  verified: boolean;
}

/** The primary address of a GitHub account if GitHub confirmed it; no address otherwise. */
export function confirmedAddress(addresses: GitHubAddress[]): SsoProfile {
  const primary = addresses.find((one) => one.primary && one.verified);
  return { email: primary?.email ?? null, email_verified: primary !== undefined };
}

/** The choices of the sign-in page. */
export function ssoChoices(): SsoChoice[] {
  return ssoProviders().map(({ id, name }) => ({ id, name }));
}

/**
 * The account of somebody who signed in elsewhere; undefined if there is none, or if that place does not vouch for the address.
 */
export async function userOfSso(profile: SsoProfile, now: number): Promise<string | undefined> {
  if (!profile.email || profile.email_verified !== true) return undefined;
  const email = normalEmail(profile.email);
  return asSystem(async (tx) => {
    const user = await tx.user.findUnique({ where: { email } });
    if (!user) return undefined;
    if (!user.emailVerifiedAt) {
      // Whoever signed up with this address never proved it: their password must not open the account of its owner.
      await tx.user.update({ where: { id: user.id }, data: { emailVerifiedAt: new Date(now), passwordHash: null } });
    }
    return user.id;
  });
}
