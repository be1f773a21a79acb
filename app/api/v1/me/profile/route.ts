import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { getProfile, updateProfile } from '#lib/auth/index.ts';
import { time } from '../../schemas.ts';
import { profileInput } from './input.ts';

const profile = z.object({
  name: z.string(),
  email: z.string(),
  hasPassword: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  timeZone: z.string(),
  createdAt: time,
});

export const GET = route(
  {
    operationId: 'getProfile',
    method: 'GET',
    path: '/api/v1/me/profile',
    summary: 'Get your profile.',
    tag: 'Account',
    access: 'user',
    response: profile,
  },
  ({ principal }) => shown(personOf(principal).userId),
);

export const PATCH = route(
  {
    operationId: 'updateProfile',
    method: 'PATCH',
    path: '/api/v1/me/profile',
    summary: 'Change your name, theme or time zone.',
    tag: 'Account',
    access: 'user',
    body: profileInput,
    response: profile,
  },
  async ({ principal, body }) => {
    const { userId } = personOf(principal);
    await updateProfile(userId, body);
    return shown(userId);
  },
);

async function shown(userId: string) {
  const { createdAt, ...user } = await getProfile(userId);
  return { ...user, theme: user.theme as 'system' | 'light' | 'dark', createdAt: createdAt.getTime() };
}
