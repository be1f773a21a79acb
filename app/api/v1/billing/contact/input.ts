import { z } from 'zod';

/** The form and the operation of the billing contact; an empty address means the owners. */
export const billingContactInput = z.object({ email: z.union([z.literal(''), z.email('Enter an email address.').max(254)]) });
