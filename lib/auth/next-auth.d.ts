import 'next-auth/jwt';

declare module 'next-auth/jwt' {
  /** What the session cookie holds: only who, and the version that ends it. Everything else is read fresh. */
  interface JWT {
    userId?: string;
    sessionVersion?: number;
    tenantId?: string;
    keyId?: string;
  }
}
