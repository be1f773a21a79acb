/** Single sign-on of a client: its OpenID Connect issuer, its verified mail domains, and the sign-in with them. */
export { attemptCookie, attemptOf, noAttemptCookie } from './attempt-cookie.ts';
export {
  type Connection,
  getConnection,
  type JoiningRole,
  redirectUriOf,
  refreshIssuers,
  removeConnection,
  requireSso,
  saveConnection,
} from './connection.ts';
export { claimDomain, domainOf, listDomains, recheckDomains, recordOf, removeDomain, verifyDomain } from './domains.ts';
export { tellOwners } from './owners.ts';
export { beginSso, finishSso, type SsoOutcome } from './sign-in.ts';
