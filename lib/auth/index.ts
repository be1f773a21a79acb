/** Accounts, sessions and API keys: sign-up, passwords, second factors, links in mails, and who a request acts as. */
export { auditAccount } from './account-audit.ts';
export * from './accounts.ts';
export { addApiKey, assertNoStronger, createApiKey, listApiKeys, principalOfApiKey, revokeApiKey, rotateApiKey } from './api-keys.ts';
export { issueApiToken, principalOfApiToken } from './api-tokens.ts';
export { ssoRequired } from './client-access.ts';
export { remindOfExpiry } from './expiry-reminders.ts';
export { endImpersonation, startImpersonation } from './impersonation.ts';
export { isNewUse } from './last-use.ts';
export { addPasskey, listPasskeys, passkeyCreationOptions, passkeyRequestOptions, passkeysAvailable, removePasskey } from './passkeys.ts';
export { changePassword, requestPasswordReset, resetPassword } from './passwords.ts';
export { MEMBER_ROLES, type MemberRole, type Principal, roleAtLeast, SCOPES, type Scope } from './principal.ts';
export { clientsOf, confirmAddress, getProfile, requestAddressChange, updateProfile } from './profile.ts';
export { confirmTotp, offerTotp, removeTotp, replaceRecoveryCodes, secondFactorsOf } from './second-factors.ts';
export { reportChange, takeAccountBack } from './security-notices.ts';
export { sessionCookie, sessionLimits, sessionSecretOf } from './session-cookie.ts';
export {
  type Caller,
  endSession,
  endSessions,
  forgetOldSessions,
  hasSignedInFrom,
  listSessions,
  principalOfSession,
  rotateSession,
  type SignInMethod,
  startSession,
} from './sessions.ts';
export { proveAgain, signInWithPasskey, signInWithPassword } from './sign-in.ts';
export { noSignUpCookie, sessionAfterSignUp, signUpCookie } from './sign-up-browser.ts';
export { type SsoChoice, ssoChoices } from './sso.ts';
export { addStaffToken, isStaffToken, listStaffTokens, principalOfStaffToken, revokeStaffToken } from './staff-tokens.ts';
