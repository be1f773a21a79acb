/** Writes app/api/v1/routes.ts, the list of every operation, from the route files: `node scripts/list-routes.ts`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../app/api/v1');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.ts') && !file.startsWith('openapi'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();
const names: string[] = [];
const imports = files.map((file) => {
  const methods = [...readFileSync(join(folder, file), 'utf8').matchAll(/^export const (GET|POST|PUT|PATCH|DELETE) = route\(/gm)].map(
    (match) => match[1],
  );
  const name = file
    .replace('/route.ts', '')
    .replace(/\[(?:\.\.\.)?(\w+)\]/g, 'by-$1')
    .replace(/[-/.](\w)/g, (_, letter: string) => letter.toUpperCase());
  names.push(...methods.map((method) => `${name}.${method}`));
  return `import * as ${name} from './${file}';`;
});
writeFileSync(
  join(folder, 'routes.ts'),
  `// Written by scripts/list-routes.ts; routes.test.ts fails when a route is missing here.
import type { RouteHandler } from '#lib/api/index.ts';
${imports.join('\n')}

/** Every operation of REST v1. */
export const allRoutes: readonly RouteHandler[] = [
  ${names.join(',\n  ')},
] as unknown as RouteHandler[];
`,
);
