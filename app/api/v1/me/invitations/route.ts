import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { rotateSession } from '#lib/auth/index.ts';
import { acceptInvitationAs } from '#lib/members/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { token } from '../../inputs.ts';
import { done, OK } from '../../schemas.ts';

export const POST = route(
  {
    operationId: 'acceptInvitation',
    method: 'POST',
    path: '/api/v1/me/invitations',
    summary: 'Accept an invitation that was sent to your email address. Your session then works for that client.',
    tag: 'Members',
    access: 'user',
    ownAccount: true,
    body: z.object({ token }),
    response: done,
  },
  async ({ principal, body, setSession, now }) => {
    const { userId, sessionId } = personOf(principal);
    const { tenantId } = await acceptInvitationAs({ userId, email: principal.name }, body.token, now);
    setSession(await asSystem((tx) => rotateSession(tx, sessionId, { activeClient: tenantId }, now)));
    return OK;
  },
);
