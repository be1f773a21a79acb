import { z } from 'zod';
import { newPassword, personName, token } from '../inputs.ts';

/** Accepts an invitation with a new account. */
export const newMemberInput = z.object({ token, name: personName, password: newPassword });
