import { AsyncLocalStorage } from 'node:async_hooks';
import { handle } from './handles.ts';

/** The request on whose behalf code runs. */
export interface RequestContext {
  requestId: string;
  /** Where it comes from, such as 203.0.113.7. */
  address: string;
}

// A handle, since Next's bundles have copies of this module, which must share one storage.
const storage = handle<AsyncLocalStorage<RequestContext>>('request-context');

function shared(): AsyncLocalStorage<RequestContext> {
  const existing = storage.find();
  if (existing) return existing;
  const made = new AsyncLocalStorage<RequestContext>();
  storage.provide(made);
  return made;
}

/** Runs `work` and everything that it waits for on behalf of a request. */
export function withRequest<T>(context: RequestContext, work: () => Promise<T>): Promise<T> {
  return shared().run(context, work);
}

/** The request on whose behalf this runs; undefined for work that no request caused. */
export function currentRequest(): RequestContext | undefined {
  return storage.find()?.getStore();
}
