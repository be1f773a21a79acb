import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { revokeStaffToken } from '#lib/auth/index.ts';
import { done, OK, uuid } from '../../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'revokeStaffToken',
    method: 'DELETE',
    path: '/api/v1/admin/staff-tokens/{id}',
    summary: 'Revoke a token of the staff immediately. Repeating the call changes nothing.',
    tag: 'Provider',
    access: 'staff',
    person: true,
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ params, principal, now }) => {
    await revokeStaffToken(params.id, principal.name, now);
    return OK;
  },
);
