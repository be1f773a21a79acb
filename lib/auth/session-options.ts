import type { NextAuthOptions } from 'next-auth';
import { decode, type JWT, type JWTDecodeParams } from 'next-auth/jwt';
import credentialsModule from 'next-auth/providers/credentials';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { Problem } from '#lib/platform/problem.ts';
import { wellFormedDeep } from '#lib/text/index.ts';
import { auditAccount, auditFailedSignIn } from './account-audit.ts';
import { normalEmail, signInWithStaffToken } from './accounts.ts';
import { principalOfApiKey } from './api-keys.ts';
import { assertSomeClient } from './client-access.ts';
import { callableOf } from './interop.ts';
import { sessionCookieName, sessionCookieOptions, sessionLimits } from './session-cookie.ts';
import { type Caller, type NewSession, signOut, startSession } from './sessions.ts';
import { signInWithPasskey, signInWithPassword } from './sign-in.ts';
import { ssoProviders, userOfSso } from './sso.ts';

const credentials = callableOf<typeof credentialsModule>(credentialsModule);

/** What `authorize` returns: next-auth puts the secret of the session into the cookie. */
interface SignedIn {
  id: string;
  secret: string;
}

/** What a request for a session is handled with. */
export interface SignInContext {
  caller: Caller;
  now: number;
  throttle: {
    before(account: string, address: string): Promise<void>;
    failed(account: string, address: string): Promise<void>;
    succeeded(account: string, address: string): Promise<void>;
  };
}

/**
 * The configuration of next-auth: sign-in by password (and code), by passkey, by API key and by the staff's one-time link. The
 * cookie contains only the secret of a session, which is in the database, so that it can be listed and ended. A refusal that
 * the person can act on reaches the page as JSON with `code` and `detail`.
 */
export function sessionOptions({ caller, now, throttle }: SignInContext): NextAuthOptions {
  const open = async (session: Omit<NewSession, keyof Caller>): Promise<SignedIn> => {
    const secret = await asSystem(async (tx) => {
      const user = session.userId && (await tx.user.findUniqueOrThrow({ where: { id: session.userId } }));
      if (user) await auditAccount(tx, user, 'account.signed_in', { ...caller, methods: session.methods });
      return startSession(tx, { ...caller, ...session }, sessionLimits(), now);
    });
    return { id: session.userId ?? session.keyId ?? '', secret };
  };
  const guarded = async (account: string, attempt: () => Promise<Omit<NewSession, keyof Caller> | undefined>) => {
    try {
      await throttle.before(account, caller.address);
      const session = await attempt();
      if (session?.userId) await assertSomeClient(session.userId, session.methods);
      if (!session) {
        await throttle.failed(account, caller.address);
        await auditFailedSignIn(account, caller, 'wrong password');
        return null;
      }
      await throttle.succeeded(account, caller.address);
      return await open(session);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'second_factor_refused') {
        await throttle.failed(account, caller.address);
        await auditFailedSignIn(account, caller, 'wrong code');
      }
      throw new Error(JSON.stringify({ code: error.code, detail: error.detail }));
    }
  };
  return {
    secret: env.use().secretKey,
    useSecureCookies: env.use().publicUrl.startsWith('https:'),
    session: { strategy: 'jwt', maxAge: sessionLimits().maxHours * 3_600 },
    jwt: { decode: decodeWithAnyKey },
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    pages: { signIn: '/login', error: '/login' },
    providers: [
      credentials({
        id: 'password',
        credentials: { email: {}, password: {}, code: {} },
        authorize: async (input) => {
          const { email = '', password = '', code } = wellFormedDeep(input ?? ({} as never));
          return guarded(normalEmail(email), () => signInWithPassword({ email, password, code }, now));
        },
      }),
      credentials({
        id: 'passkey',
        credentials: { response: {} },
        authorize: async (input) => guarded('passkey', () => signInWithPasskey(parsedJson(input?.response), now)),
      }),
      credentials({
        id: 'api-key',
        credentials: { apiKey: {} },
        authorize: async (input) =>
          guarded('api-key', async () => {
            const principal = await principalOfApiKey((input?.apiKey ?? '').trim(), now);
            if (!principal?.keyId || !principal.scopes.includes('read')) return undefined;
            return { keyId: principal.keyId, methods: ['api-key'] };
          }),
      }),
      credentials({
        id: 'staff-link',
        credentials: { token: {} },
        authorize: async (input) =>
          guarded('staff-link', async () => {
            const user = await signInWithStaffToken(input?.token ?? '', now).catch(() => undefined);
            return user && { userId: user.id, methods: ['staff-link'] };
          }),
      }),
      ...ssoProviders(),
    ],
    callbacks: {
      async signIn({ account, user, profile }) {
        if (!account || account.type === 'credentials') return true;
        const userId = await userOfSso({ email: user.email, ...(profile as object) }, now);
        // A path of the portal: the sign-in page says why.
        if (!userId) return '/login?error=no_account';
        const refusal = await assertSomeClient(userId, ['sso']).catch((error) => error);
        if (refusal instanceof Problem) return `/login?error=${refusal.code}`;
        if (refusal) throw refusal;
        Object.assign(user, await open({ userId, methods: ['sso'] }));
        return true;
      },
      jwt: ({ token, user }) => (user ? { secret: (user as SignedIn).secret } : token),
    },
    events: {
      signOut: async ({ token }) => {
        const secret = token?.secret;
        if (!secret) return;
        await asSystem(async (tx) => {
          const user = await signOut(tx, secret, now);
          if (user) await auditAccount(tx, user, 'account.signed_out', { ...caller });
        });
      },
    },
  };
}

/** Reads a cookie that was made before SECRET_KEY changed, too: whoever has one can sign out. */
async function decodeWithAnyKey(params: JWTDecodeParams): Promise<JWT | null> {
  const { secretKey, oldSecretKeys } = env.use();
  for (const secret of [secretKey, ...oldSecretKeys]) {
    const token = await decode({ ...params, secret }).catch(() => null);
    if (token) return token;
  }
  return null;
}

function parsedJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
