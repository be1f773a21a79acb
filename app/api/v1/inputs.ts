import { z } from 'zod';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#lib/auth/password-length.ts';
import { mailbox } from '#lib/mail/mailbox.ts';
import { CLIENT_ID_RULE } from '#lib/tenants/client-id.ts';
import { isClientId } from '#lib/wire/names.ts';

/**
 * Inputs that several operations share. Forms of the portal use them too, so this file and the `input.ts` files beside the
 * routes import nothing that runs on the server only. Each message is a whole sentence: it is shown under the field.
 */
/** Of an account, which is found by it in any case. */
export const emailAddress = mailbox.toLowerCase();
export const newPassword = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `Use at least ${MIN_PASSWORD_LENGTH} characters.`)
  .max(MAX_PASSWORD_LENGTH, `Use at most ${MAX_PASSWORD_LENGTH} characters.`);
export const personName = z
  .string()
  .trim()
  .min(1, 'Enter your name.')
  .max(80, 'Use at most 80 characters.')
  .refine(isPlainText, 'Use letters only: no addresses or special characters.');
export const companyName = z
  .string()
  .trim()
  .min(2, 'Use at least 2 characters.')
  .max(80, 'Use at most 80 characters.')
  .refine(isPlainText, 'Use the name only: no web addresses or special characters.');
export const clientId = z.string().trim().refine(isClientId, CLIENT_ID_RULE);
const WHOLE_LINK = 'The link is not complete. Open it again from the mail, or copy all of it.';
export const token = z.string(WHOLE_LINK).min(1, WHOLE_LINK).max(200, WHOLE_LINK);
export const planName = z.enum(['free', 'basic', 'pro', 'enterprise']);
/** Why the staff do something to a client; kept in the client's audit log. */
export const reason = z.string().trim().min(3, 'Give a reason of at least 3 characters.').max(300, 'Use at most 300 characters.');

/** Names appear in mails to other people: they may not carry links, markup or line breaks. */
function isPlainText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}<>\\@]|:\/|www\./u.test(text);
}
