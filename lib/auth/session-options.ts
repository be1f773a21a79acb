import type { NextAuthOptions } from 'next-auth';
import credentialsModule from 'next-auth/providers/credentials';
import { systemClock } from '#lib/platform/clock.ts';
import { env } from '#lib/platform/env.ts';
import { signInWithPassword, signInWithStaffToken } from './accounts.ts';
import { principalOfApiKey } from './api-keys.ts';
import { callableOf } from './interop.ts';

const SESSION_DAYS = 14;
const credentials = callableOf<typeof credentialsModule>(credentialsModule);

/** What `authorize` puts into the token: the user or key, and the session version that can end the session. */
interface SignedIn {
  id: string;
  userId?: string;
  sessionVersion?: number;
  keyId?: string;
  tenantId?: string;
}

/**
 * Sign-in by password, by API key and by the staff's one-time link. The cookie contains only ids and the session version;
 * every request reads the rest from the database, so that a password reset or a revoked key ends sessions immediately.
 * `guard` throws after too many attempts.
 */
export function sessionOptions(guard: (what: string, subject: string) => Promise<void>): NextAuthOptions {
  return {
    secret: env.use().secretKey,
    useSecureCookies: env.use().publicUrl.startsWith('https:'),
    session: { strategy: 'jwt', maxAge: SESSION_DAYS * 86_400 },
    pages: { signIn: '/login', error: '/login' },
    providers: [
      credentials({
        id: 'password',
        credentials: { email: {}, password: {} },
        async authorize(input): Promise<SignedIn | null> {
          const { email = '', password = '' } = input ?? {};
          await guard('sign-in', email.trim().toLowerCase());
          const user = await signInWithPassword(email, password);
          return user ? { id: user.id, userId: user.id, sessionVersion: user.sessionVersion } : null;
        },
      }),
      credentials({
        id: 'api-key',
        credentials: { apiKey: {} },
        async authorize(input): Promise<SignedIn | null> {
          const principal = await principalOfApiKey((input?.apiKey ?? '').trim(), systemClock());
          if (!principal?.keyId || !principal.tenant || !principal.scopes.includes('read')) return null;
          return { id: principal.keyId, keyId: principal.keyId, tenantId: principal.tenant.id };
        },
      }),
      credentials({
        id: 'staff-link',
        credentials: { token: {} },
        async authorize(input): Promise<SignedIn | null> {
          const user = await signInWithStaffToken(input?.token ?? '', systemClock());
          return { id: user.id, userId: user.id, sessionVersion: user.sessionVersion };
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (!user) return token;
        const { userId, sessionVersion, keyId, tenantId } = user as SignedIn;
        return {
          ...token,
          ...(userId ? { userId } : {}),
          ...(sessionVersion ? { sessionVersion } : {}),
          ...(keyId ? { keyId } : {}),
          ...(tenantId ? { tenantId } : {}),
        };
      },
    },
  };
}
