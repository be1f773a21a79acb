import { z } from 'zod';

/** A view of the list of incidents: its name, and the query of the page's address. */
export const viewInput = z.object({
  name: z.string().trim().min(1, 'Give the view a name.').max(60, 'Use at most 60 characters.'),
  query: z
    .string()
    .max(1_000)
    .regex(/^[\w%.~+=&:-]*$/, 'Send the query of an address, such as state=open&severity=critical.'),
});
