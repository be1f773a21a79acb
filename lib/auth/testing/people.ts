import { randomUUID } from 'node:crypto';
import { type Mail, mailPort } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { signUp, verifyEmail } from '../index.ts';
import { sessionLimits } from '../session-cookie.ts';
import { principalOfSession, type SignInMethod, startSession } from '../sessions.ts';

/** A password that the policy accepts. */
export const PASSWORD = 'correct horse battery';
/** Where the requests of tests come from. */
export const CALLER = { address: '203.0.113.7', userAgent: 'a browser' };

/** Settings, and a mail port that keeps what is sent. Call in `beforeAll`, after the database. */
export function captureMails(variables: Record<string, string> = {}): {
  sent: Mail[];
  lastTo(email: string): Mail;
  tokenFor(email: string): string;
} {
  const sent: Mail[] = [];
  env.provide(readEnv(variables, () => 'the secret of the test, long enough for it'));
  mailPort.provide({ kind: 'outbox', send: async (mail) => void sent.push(mail) });
  const lastTo = (email: string) => {
    const mail = sent.filter(({ to }) => to === email).at(-1);
    if (!mail) throw new Error(`no mail was sent to ${email}`);
    return mail;
  };
  return { sent, lastTo, tokenFor: (email) => /token=(\w+)/.exec(lastTo(email).text)?.[1] ?? '' };
}

/** The input of a sign-up that was not used before. */
export function newAccount() {
  const id = `c-${randomUUID().slice(0, 18)}`;
  return { company: 'Acme', name: 'Jo', email: `${id}@example.com`, password: PASSWORD, plan: 'free' as const, clientId: id };
}

/** A person with a confirmed address who owns a client. */
export async function newPerson(mails: { tokenFor(email: string): string }, now: number) {
  const account = newAccount();
  await signUp(account, now);
  const { userId } = await verifyEmail(mails.tokenFor(account.email), now);
  return { ...account, userId };
}

/** Opens a session of a user; `principal` reads it at a time in epoch ms. */
export async function newSession(userId: string, now: number, methods: SignInMethod[] = ['password']) {
  const secret = await asSystem((tx) => startSession(tx, { ...CALLER, userId, methods }, sessionLimits(), now));
  const principal = (at: number) => principalOfSession(secret, sessionLimits(), at);
  return { secret, id: (await principal(now))?.sessionId ?? '', principal };
}
