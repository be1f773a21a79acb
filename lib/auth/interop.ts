/**
 * The callable default export of a CommonJS package: node hands over the module object, a bundler sometimes the
 * callable itself (next-auth 4 is CommonJS; this product is ES modules).
 */
export function callableOf<T>(module: unknown): T {
  return (typeof module === 'function' ? module : (module as { default: T }).default) as T;
}
