/** Clients (tenants): their records, the context that every request carries, and their suspension. */
export type { TenantContext } from './context.ts';
export { setSuspended, suspended } from './suspension.ts';
export * from './tenants.ts';
