import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { exportOf, requestExport } from '#lib/client-data/index.ts';
import { env } from '#lib/platform/env.ts';
import { maybeTime } from '../schemas.ts';

const response = z.object({
  state: z.enum(['none', 'waiting', 'running', 'ready', 'failed', 'expired']),
  requestedBy: z.string().nullable(),
  requestedAt: maybeTime,
  finishedAt: maybeTime,
  expiresAt: maybeTime,
  /** How far it has come, 0 to 100. */
  percent: z.number(),
  /** The folder that is being written. */
  doing: z.string(),
  records: z.number(),
  bytes: z.number(),
  sha256: z.string().nullable(),
  error: z.string().nullable(),
  /** How long an archive can be downloaded. */
  keptHours: z.number(),
});

export const GET = route(
  {
    operationId: 'getDataExport',
    method: 'GET',
    path: '/api/v1/data-export',
    summary: "Get the state of the last export of the account's data.",
    tag: 'Account',
    access: 'tenant',
    role: 'admin',
    person: true,
    response,
  },
  async ({ tenant, now }) => ({ ...(await exportOf(tenant.id, now)), keptHours: env.use().EXPORT_KEPT_HOURS }),
);

export const POST = route(
  {
    operationId: 'startDataExport',
    method: 'POST',
    path: '/api/v1/data-export',
    summary:
      "Start an export of all of the account's data. One at a time, and at most one an hour; the archive of the last one is removed.",
    tag: 'Account',
    access: 'tenant',
    role: 'admin',
    person: true,
    stepUp: true,
    whileSuspended: true,
    status: 202,
    problems: [409],
    response,
  },
  async ({ tenant, principal, now }) => {
    await requestExport(tenant.id, principal.name, now);
    return { ...(await exportOf(tenant.id, now)), keptHours: env.use().EXPORT_KEPT_HOURS };
  },
);
