import { openApiDocument } from '#lib/api/openapi.ts';
import { env } from '#lib/platform/env.ts';
import { allRoutes } from '../routes.ts';

export const dynamic = 'force-dynamic';

/** The text of the document, by the address that it names: it is large, and always the same. */
const texts = new Map<string, string>();

/** The OpenAPI 3.1 document of this installation. */
export function GET(): Response {
  const { publicUrl } = env.use();
  const text = texts.get(publicUrl) ?? JSON.stringify(openApiDocument(allRoutes, publicUrl));
  texts.set(publicUrl, text);
  return new Response(text, { headers: { 'Content-Type': 'application/json' } });
}
