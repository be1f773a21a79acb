import { z } from 'zod';
import { publicStatus, STATUS_STATES } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { maybeTime, time } from '../schemas.ts';

const state = z.enum(STATUS_STATES);

export const GET = route(
  {
    operationId: 'getStatus',
    method: 'GET',
    path: '/api/v1/status',
    summary:
      'How each part of the service is now and was in the last 90 days (UTC). availability is the share of the measured time in which a part was not down; troubles is null while the history cannot be read.',
    tag: 'Status',
    access: 'public',
    response: z.object({
      state,
      checkedAt: time,
      components: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          state,
          availability: z.number().min(0).max(1).nullable(),
          days: z.array(z.object({ date: z.string(), state: state.nullable() })),
        }),
      ),
      troubles: z.array(z.object({ component: z.string(), name: z.string(), state, beganAt: time, endedAt: maybeTime })).nullable(),
    }),
  },
  async ({ now }) => {
    const { components, ...status } = await publicStatus(now);
    return {
      ...status,
      components: components.map(({ days, ...one }) => ({ ...one, days: days.map((day) => ({ ...day, state: day.state ?? null })) })),
    };
  },
);
