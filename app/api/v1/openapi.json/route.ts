import { openApiDocument } from '#lib/api/openapi.ts';
import { env } from '#lib/platform/env.ts';
import { allRoutes } from '../routes.ts';

export const dynamic = 'force-dynamic';

/** The OpenAPI 3.1 document of this installation. */
export function GET(): Response {
  return Response.json(openApiDocument(allRoutes, env.use().publicUrl));
}
