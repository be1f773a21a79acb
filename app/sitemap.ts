import type { MetadataRoute } from 'next';
import { GUIDES, guidePath } from '#lib/guides/index.ts';
import { env } from '#lib/platform/env.ts';

export const dynamic = 'force-dynamic';

/** The public pages that are of use to somebody who comes from a search engine. */
export default function sitemap(): MetadataRoute.Sitemap {
  const paths = ['', '/docs', ...GUIDES.map(guidePath), '/docs/api', '/docs/mcp', '/signup', '/status'];
  return paths.map((path) => ({ url: `${env.use().publicUrl}${path}` }));
}
