import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { attemptCookie, beginSso, domainOf } from '#lib/sso/index.ts';
import { ssoSignInInput } from './input.ts';

export const POST = route(
  {
    operationId: 'startSingleSignOn',
    method: 'POST',
    path: '/api/v1/sso-sign-ins',
    summary:
      'Begin to sign in with the single sign-on of a client, which the domain of an address decides. Returns where the browser goes.',
    tag: 'Account',
    access: 'public',
    body: ssoSignInInput,
    response: z.object({ url: z.string() }),
    status: 201,
  },
  async ({ body, caller, setCookie, now }) => {
    await assertAttempt('sso', domainOf(body.email) ?? '', caller.address);
    const { url, attempt } = await beginSso(body.email, body.next, now);
    setCookie(attemptCookie(attempt));
    return { url };
  },
);
