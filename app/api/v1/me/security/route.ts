import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { getProfile, listPasskeys, passkeysAvailable, secondFactorsOf } from '#lib/auth/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { maybeTime, time } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'getSecurity',
    method: 'GET',
    path: '/api/v1/me/security',
    summary: 'Get how you can sign in: password, authenticator app, passkeys and recovery codes.',
    tag: 'Account',
    access: 'user',
    response: z.object({
      hasPassword: z.boolean(),
      totp: z.boolean(),
      recoveryCodes: z.number().int(),
      passkeysAvailable: z.boolean(),
      passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: time, lastUsedAt: maybeTime })),
    }),
  },
  async ({ principal }) => {
    const { userId } = personOf(principal);
    const { hasPassword } = await getProfile(userId);
    return asSystem(async (tx) => {
      const { totp, recoveryCodes } = await secondFactorsOf(tx, userId);
      const passkeys = await listPasskeys(tx, userId);
      return {
        ...{ hasPassword, totp, recoveryCodes, passkeysAvailable: passkeysAvailable() },
        passkeys: passkeys.map((one) => ({
          ...one,
          createdAt: one.createdAt.getTime(),
          lastUsedAt: one.lastUsedAt?.getTime() ?? null,
        })),
      };
    });
  },
);
