/** The rule for client IDs as a message under a form field; `isClientId` in lib/wire/names.ts enforces it. */
export const CLIENT_ID_RULE = 'Use 3 to 40 lower-case letters, digits and hyphens. Start with a letter and do not end with a hyphen.';
