import type { MetadataRoute } from 'next';
import { env } from '#lib/platform/env.ts';

// The address is known when the product runs.
export const dynamic = 'force-dynamic';

/** Search engines may read the public pages; what takes a token in its address is for one person only. */
export default function robots(): MetadataRoute.Robots {
  const tokenPages = ['/confirm-address', '/invitation', '/not-me', '/reset', '/shared-incident', '/staff-sign-in', '/verify'];
  return {
    rules: { userAgent: '*', allow: '/', disallow: ['/api/', '/outbox', ...tokenPages] },
    sitemap: `${env.use().publicUrl}/sitemap.xml`,
  };
}
