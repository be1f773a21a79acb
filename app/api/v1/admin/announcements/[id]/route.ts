import { z } from 'zod';
import { removeAnnouncement } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { done, OK, uuid } from '../../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'removeAnnouncement',
    method: 'DELETE',
    path: '/api/v1/admin/announcements/{id}',
    summary: 'Take an announcement away.',
    tag: 'Provider',
    access: 'staff',
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ params, principal }) => {
    await removeAnnouncement(params.id, principal.name);
    return OK;
  },
);
