import { z } from 'zod';
import { clientId, companyName, emailAddress, newPassword, personName } from '../inputs.ts';

/** The body of a sign-up. Enterprise is sold by contract only. */
export const signUpInput = z.object({
  company: companyName,
  clientId,
  name: personName,
  email: emailAddress,
  password: newPassword,
  plan: z.enum(['free', 'basic', 'pro']),
});
