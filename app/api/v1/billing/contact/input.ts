import { z } from 'zod';
import { emailAddress } from '../../inputs.ts';

/** The body that sets the billing contact; without an address mails about money go to the owners. */
export const billingContactInput = z.object({ email: emailAddress.optional() });
