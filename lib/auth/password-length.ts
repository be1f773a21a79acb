/** The shortest and the longest new password, in UTF-16 code units (OWASP ASVS 4.0.3, 2.1.1 and 2.1.2). */
export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 128;
