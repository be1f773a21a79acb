import { z } from 'zod';

/** What people send about an incident; forms of the portal use it too. */
export const workInput = z.object({
  acknowledged: z.boolean().optional(),
  assigneeId: z.uuid().nullable().optional().describe('A member; null for nobody.'),
  snoozedUntil: z
    .number()
    .int()
    .min(0)
    .max(8_640_000_000_000_000)
    .nullable()
    .optional()
    .describe('Epoch ms, at most 30 days ahead; null to wake it.'),
});
const note = z.string().trim().max(2_000, 'Use at most 2,000 characters.');
export const resolutionInput = z.object({ code: z.string().max(64).optional(), note: note.optional() });
export const commentInput = z.object({
  body: z.string().trim().min(1, 'Write something first.').max(10_000, 'Use at most 10,000 characters.'),
});
export const shareInput = z.object({ days: z.number().int().min(1, 'Use at least 1 day.').max(90, 'Use at most 90 days.') });
