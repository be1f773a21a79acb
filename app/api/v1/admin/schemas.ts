import { z } from 'zod';
import { STREAMS } from '#lib/wire/names.ts';
import { letterId } from '../dead-letters/schemas.ts';
import { maybeTime } from '../schemas.ts';

/** Schemas that the staff's operations share. */
export const clientStatus = z.enum(['onboarding', 'active', 'suspended', 'closed']);
export const clientParams = z.object({ id: z.string().max(64) });
export const letterParams = z.object({ id: letterId });

export const provisioningStep = z.object({
  name: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failing']),
  attempts: z.number(),
  error: z.string().nullable(),
  startedAt: maybeTime,
  finishedAt: maybeTime,
});

const count = z.number().int();
/** Where a client's records are. `unaccounted` is 0 unless records were lost or counted twice. */
export const recordBalance = z.object({
  clientId: z.string(),
  received: count,
  applied: count,
  duplicate: count,
  rejected: count,
  inFlight: count,
  unaccounted: count,
  graphLag: count,
  deadLetters: z.object({ ever: count, waiting: count }),
  streams: z.array(z.object({ stream: z.enum(STREAMS), usageLag: count, graphLag: count })),
});

/** A record balance in the shape of the API. */
export function shownBalance<T extends { tenantId: string }>({ tenantId, ...balance }: T) {
  return { clientId: tenantId, ...balance };
}

/** A stored step in the shape of the API. */
export function shownStep<T extends { startedAt: Date | null; finishedAt: Date | null }>(step: T) {
  return { ...step, startedAt: step.startedAt?.getTime() ?? null, finishedAt: step.finishedAt?.getTime() ?? null };
}
