import 'next-auth/jwt';

declare module 'next-auth/jwt' {
  /** What the session cookie contains: the user and the session version that can end it. Everything else is read on each request. */
  interface JWT {
    userId?: string;
    sessionVersion?: number;
    tenantId?: string;
    keyId?: string;
  }
}
