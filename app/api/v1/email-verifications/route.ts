import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { noSignUpCookie, resendVerification, sessionAfterSignUp, verifyEmail } from '#lib/auth/index.ts';
import { startFreePlan } from '#lib/provisioning/index.ts';
import { emailAddress, token } from '../inputs.ts';
import { done, OK } from '../schemas.ts';

export const PUT = route(
  {
    operationId: 'verifyEmail',
    method: 'PUT',
    path: '/api/v1/email-verifications',
    summary:
      'Confirm an email address with the token from the mail. In the browser that signed up this opens a session, as isSignedIn says.',
    tag: 'Account',
    access: 'public',
    body: z.object({ token }),
    response: z.object({ email: z.string(), isSignedIn: z.boolean() }),
  },
  async ({ request, body, caller, now, setCookie, setSession }) => {
    await assertAttempt('link', body.token, caller.address);
    const { email, userId } = await verifyEmail(body.token, now);
    await startFreePlan(userId);
    const secret = await sessionAfterSignUp(request, userId, caller, now);
    if (secret) {
      setSession(secret);
      setCookie(noSignUpCookie());
    }
    return { email, isSignedIn: secret !== undefined };
  },
);

export const POST = route(
  {
    operationId: 'resendVerification',
    method: 'POST',
    path: '/api/v1/email-verifications',
    summary: 'Send the confirmation mail again. The response does not reveal whether the account exists.',
    tag: 'Account',
    access: 'public',
    body: z.object({ email: emailAddress }),
    response: done,
    status: 202,
  },
  async ({ body, caller, now }) => {
    await assertAttempt('mail', body.email, caller.address);
    await resendVerification(body.email, now);
    return OK;
  },
);
