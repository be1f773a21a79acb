import { methodsByPath } from '#app/api/v1/methods.ts';

/** A pattern for each path of REST v1; paths with fewer variable parts come first, since they win. */
const PATHS = methodsByPath
  .map(({ path, methods }) => ({
    variables: path.split('[').length - 1,
    pattern: new RegExp(`^${path.replace(/\[\.\.\.\w+\]/g, '.+').replace(/\[\w+\]/g, '[^/]+')}/?$`),
    methods: [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'],
  }))
  .sort((one, other) => one.variables - other.variables);

/** The methods that an address of REST v1 has an operation for, with those that Next answers itself; undefined for any other address. */
export function allowedMethods(url = ''): readonly string[] | undefined {
  const path = url.split('?')[0] ?? '';
  return PATHS.find(({ pattern }) => pattern.test(path))?.methods;
}
