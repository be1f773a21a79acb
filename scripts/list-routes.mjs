/**
 * Writes app/api/v1/routes.ts, the list of every operation of REST v1, and methods.ts beside it, the methods of every path without the
 * code behind them, from the route files. Builds and tests do this before they begin (next.config.ts, vitest.config.ts), so nobody has to, and
 * the lists are not committed.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../app/api/v1/', import.meta.url));

export function listRoutes() {
  const names = [];
  const paths = [];
  const imports = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts') && !file.startsWith('openapi'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .map((file) => {
      const methods = [...readFileSync(folder + file, 'utf8').matchAll(/^export const (GET|POST|PUT|PATCH|DELETE) = route\(/gm)];
      paths.push({ path: `/api/v1/${file.replace('/route.ts', '')}`, methods: methods.map(([, method]) => method) });
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
  write('routes.ts', text);
  const methodsText = `// Written by scripts/list-routes.mjs, and not committed.
/** The methods of every path of REST v1; a part of a path in brackets stands for any value, as in the folder's name. */
export const methodsByPath: readonly { path: string; methods: readonly string[] }[] = ${JSON.stringify(paths, undefined, 2)};
`;
  write('methods.ts', methodsText);
}

function write(name, text) {
  const file = folder + name;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
