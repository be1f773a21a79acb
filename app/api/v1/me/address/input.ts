import { z } from 'zod';
import { emailAddress } from '../../inputs.ts';

/** The new address of an account. */
export const addressInput = z.object({ email: emailAddress });
