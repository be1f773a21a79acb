/**
 * The callable default export of a CommonJS package. Node imports the module object, a bundler sometimes the callable
 * itself; next-auth 4 and next are CommonJS, this product consists of ES modules.
 */
export function callableOf<T>(module: unknown): T {
  return (typeof module === 'function' ? module : (module as { default: T }).default) as T;
}
