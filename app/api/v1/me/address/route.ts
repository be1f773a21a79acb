import { assertAttempt, personOf, route } from '#lib/api/index.ts';
import { requestAddressChange } from '#lib/auth/index.ts';
import { done, OK } from '../../schemas.ts';
import { addressInput } from './input.ts';

export const PUT = route(
  {
    operationId: 'requestAddressChange',
    method: 'PUT',
    path: '/api/v1/me/address',
    summary: 'Send a link to a new email address, which replaces yours once the link is opened.',
    tag: 'Account',
    access: 'user',
    ownAccount: true,
    stepUp: true,
    body: addressInput,
    response: done,
    status: 202,
  },
  async ({ principal, body, caller, now }) => {
    const { userId } = personOf(principal);
    await assertAttempt('mail', body.email, caller.address);
    await requestAddressChange(userId, body.email, now);
    return OK;
  },
);
