'use client';

import type { GET as WhoAmI } from '#app/api/v1/me/route.ts';
import { useApi } from '../api.ts';

/** Who is signed in, for which client, and which parts of this installation are simulated. */
export function useMe() {
  return useApi<typeof WhoAmI>('/api/v1/me', 15_000);
}
