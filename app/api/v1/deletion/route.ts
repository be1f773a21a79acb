import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { deletionOf, requestDeletion, withdrawDeletion } from '#lib/client-data/index.ts';
import { env } from '#lib/platform/env.ts';
import { done, maybeTime, OK } from '../schemas.ts';
import { deletionInput } from './input.ts';

export const GET = route(
  {
    operationId: 'getDeletion',
    method: 'GET',
    path: '/api/v1/deletion',
    summary: 'Get whether the deletion of the account was asked for, and when it begins.',
    tag: 'Account',
    access: 'tenant',
    metered: false,
    response: z.object({
      state: z.enum(['none', 'requested', 'running', 'done']),
      requestedBy: z.string().nullable(),
      requestedAt: maybeTime,
      dueAt: maybeTime,
      /** How long a request can be taken back. */
      graceHours: z.number(),
    }),
  },
  async ({ tenant }) => {
    const { state = 'none' as const, requestedBy = null, requestedAt = null, dueAt = null } = (await deletionOf(tenant.id)) ?? {};
    return { state, requestedBy, requestedAt, dueAt, graceHours: env.use().DELETION_GRACE_HOURS };
  },
);

export const POST = route(
  {
    operationId: 'requestDeletion',
    method: 'POST',
    path: '/api/v1/deletion',
    summary:
      'Ask for the deletion of the account and all of its data. Data is refused at once; the deletion begins after the grace period and cannot be undone from then on.',
    tag: 'Account',
    access: 'tenant',
    role: 'owner',
    person: true,
    stepUp: true,
    whileSuspended: true,
    body: deletionInput,
    problems: [409],
    response: done,
  },
  async ({ tenant, body, principal, now }) => {
    await requestDeletion(tenant.id, body.confirm, principal.name, now);
    return OK;
  },
);

export const DELETE = route(
  {
    operationId: 'withdrawDeletion',
    method: 'DELETE',
    path: '/api/v1/deletion',
    summary: 'Take the request for the deletion of the account back, within the grace period. Data is accepted again.',
    tag: 'Account',
    access: 'tenant',
    role: 'owner',
    person: true,
    whileSuspended: true,
    problems: [409],
    response: done,
  },
  async ({ tenant, principal }) => {
    await withdrawDeletion(tenant.id, principal.name);
    return OK;
  },
);
