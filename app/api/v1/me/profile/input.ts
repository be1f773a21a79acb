import { z } from 'zod';
import { personName } from '../../inputs.ts';

/** What a person can change about their profile. */
export const profileInput = z.object({
  name: personName.optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
  timeZone: z
    .string()
    .max(64)
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'Choose a time zone of the list.')
    .optional(),
});
