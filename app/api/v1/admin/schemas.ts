import { z } from 'zod';
import { maybeTime } from '../schemas.ts';

/** What the staff's operations share. */
export const planName = z.enum(['free', 'basic', 'pro', 'enterprise']);
export const clientStatus = z.enum(['onboarding', 'active', 'suspended', 'closed']);
export const clientParams = z.object({ id: z.string().max(64) });

export const provisioningStep = z.object({
  name: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failing']),
  attempts: z.number(),
  error: z.string().nullable(),
  startedAt: maybeTime,
  finishedAt: maybeTime,
});

/** A stored step as it goes out. */
export function shownStep<T extends { startedAt: Date | null; finishedAt: Date | null }>(step: T) {
  return { ...step, startedAt: step.startedAt?.getTime() ?? null, finishedAt: step.finishedAt?.getTime() ?? null };
}
