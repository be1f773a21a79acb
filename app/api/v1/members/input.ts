import { z } from 'zod';
import { MEMBER_ROLES } from '#lib/auth/principal.ts';
import { emailAddress } from '../inputs.ts';

export const memberRole = z.enum(MEMBER_ROLES);

/** Invites somebody. */
export const invitationInput = z.object({ email: emailAddress, role: memberRole });
