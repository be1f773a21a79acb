import 'next-auth/jwt';

declare module 'next-auth/jwt' {
  /** What the session cookie contains: the secret of a session. Everything else is read on each request. */
  interface JWT {
    secret?: string;
  }
}
