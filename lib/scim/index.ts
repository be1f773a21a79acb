/** SCIM 2.0 (RFC 7643, 7644): the directory of a client keeps its members in step. */
export { type DiscoveryName, discoveryOf } from './discovery.ts';
export { scimErrorOf } from './errors.ts';
export { addScimToken, listScimTokens, principalOfScimToken, revokeScimToken } from './tokens.ts';
export { createUser, deleteUser, getUser, listUsers, patchUser, replaceUser } from './users.ts';
