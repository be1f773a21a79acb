import { z } from 'zod';

/** What a person calls a passkey. */
export const passkeyName = z.string().trim().min(1, 'Enter a name, such as the device.').max(60, 'Use at most 60 characters.');
