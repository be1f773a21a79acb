/** Tenants (clients): their records, the context of a request, and their suspension. */
export { contextOf, isForNonPayment, type TenantContext } from './context.ts';
export { notProvisioned, setSuspended, suspended } from './suspension.ts';
export * from './tenants.ts';
export { attempt, listWorkFailures, noteFailure, noteSuccess, type WorkOf } from './work-failures.ts';
