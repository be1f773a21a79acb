/**
 * Writes src/schema.ts, the types of the REST API, from the OpenAPI document of this repository. `npm run generate -w @kg-rca/client`. A test
 * (freshness.test.ts) fails while the file is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { allRoutes } from '../../app/api/v1/routes.ts';
import { openApiDocument } from '../../lib/api/openapi.ts';

const FILE = join(import.meta.dirname, 'src/schema.ts');
const HEAD =
  '// Written by packages/client/generate.ts from the OpenAPI document. Do not edit.\n// biome-ignore-all lint: generated\n// biome-ignore-all format: generated\n';

/** The text that src/schema.ts should have, and the one that it has. */
export async function schemaTexts(): Promise<{ wanted: string; written: string }> {
  const document = openApiDocument(allRoutes, 'https://kg-rca.example') as unknown as OpenAPI3;
  return { wanted: HEAD + astToString(await openapiTS(document)), written: readFileSync(FILE, 'utf8') };
}

if (import.meta.main) {
  writeFileSync(FILE, '', { flag: 'a' });
  writeFileSync(FILE, (await schemaTexts()).wanted);
}
