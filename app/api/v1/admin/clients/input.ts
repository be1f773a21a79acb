import { z } from 'zod';
import { clientId, companyName, emailAddress, planName } from '../../inputs.ts';

/** The body that creates a client. Without a client ID one is derived from the name; without an email address the client has no owner. */
export const createClientInput = z.object({
  name: companyName,
  plan: planName,
  clientId: clientId.optional(),
  email: emailAddress.optional(),
});
