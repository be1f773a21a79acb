import { z } from 'zod';

/** What a list of entries is narrowed to. */
export const auditFilter = z.object({
  actor: z.string().trim().max(254).optional(),
  action: z
    .string()
    .trim()
    .regex(/^[a-z_]+(\.[a-z_]+)?$/, 'Use an action such as api_key.created, or its object, such as api_key.')
    .max(100)
    .optional(),
  since: z.coerce.number().int().min(0).max(8.64e15).optional(),
  until: z.coerce.number().int().min(0).max(8.64e15).optional(),
});
