import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { listInvitations, listMembers } from '#lib/members/index.ts';
import { getTenant } from '#lib/tenants/index.ts';
import { maybeTime, time, uuid } from '../schemas.ts';
import { memberRole } from './input.ts';

export const GET = route(
  {
    operationId: 'listMembers',
    method: 'GET',
    path: '/api/v1/members',
    summary: 'List the members of the client and the open invitations.',
    tag: 'Members',
    access: 'tenant',
    response: z.object({
      requiresSecondFactor: z.boolean(),
      items: z.array(
        z.object({
          userId: uuid,
          name: z.string(),
          email: z.string(),
          role: memberRole,
          joinedAt: time,
          lastSeenAt: maybeTime,
          hasSecondFactor: z.boolean(),
        }),
      ),
      invitations: z.array(
        z.object({ id: uuid, email: z.string(), role: memberRole, invitedBy: z.string(), createdAt: time, expiresAt: time }),
      ),
    }),
  },
  async ({ tenant }) => ({
    requiresSecondFactor: (await getTenant(tenant.id)).requiresSecondFactor,
    items: (await listMembers(tenant.id)).map((member) => ({
      ...member,
      joinedAt: member.joinedAt.getTime(),
      lastSeenAt: member.lastSeenAt?.getTime() ?? null,
    })),
    invitations: (await listInvitations(tenant.id)).map((invitation) => ({
      ...invitation,
      createdAt: invitation.createdAt.getTime(),
      expiresAt: invitation.expiresAt.getTime(),
    })),
  }),
);
