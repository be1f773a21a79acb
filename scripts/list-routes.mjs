/**
 * Writes app/api/v1/routes.ts, the list of every operation of REST v1, from the route files. Builds and tests do this
 * before they begin (next.config.ts, vitest.config.ts), so nobody has to, and the list is not committed.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../app/api/v1/', import.meta.url));

export function listRoutes() {
  const names = [];
  const imports = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts') && !file.startsWith('openapi'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map((file) => {
      const methods = readFileSync(folder + file, 'utf8').matchAll(/^export const (GET|POST|PUT|PATCH|DELETE) = route\(/gm);
      const name = file
        .replace('/route.ts', '')
        .replace(/\[(?:\.\.\.)?(\w+)\]/g, 'by-$1')
        .replace(/[-/.](\w)/g, (_, letter) => letter.toUpperCase());
      for (const [, method] of methods) names.push(`${name}.${method}`);
      return `import * as ${name} from './${file}';`;
    });
  const text = `// Written by scripts/list-routes.mjs, and not committed.
import type { RouteHandler } from '#lib/api/index.ts';
${imports.join('\n')}

/** Every operation of REST v1. */
export const allRoutes: readonly RouteHandler[] = [
  ${names.join(',\n  ')},
] as unknown as RouteHandler[];
`;
  const file = `${folder}routes.ts`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
