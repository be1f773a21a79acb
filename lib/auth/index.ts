/** Accounts and API keys: sign-up, passwords, one-time links, and who a request or session acts as. */
export * from './accounts.ts';
export { addApiKey, createApiKey, listApiKeys, principalOfApiKey, principalOfKeyId, revokeApiKey } from './api-keys.ts';
export { MEMBER_ROLES, type MemberRole, type Principal, roleAtLeast, SCOPES, type Scope } from './principal.ts';
