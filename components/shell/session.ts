'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GET as WhoAmI } from '#app/api/v1/me/route.ts';
import type { AnswerOf } from '#lib/api/index.ts';
import { useApi } from '../api.ts';

const PATH = '/api/v1/me';
export type Me = AnswerOf<typeof WhoAmI>;

/** Who is signed in, for which client, and which parts of this installation are simulated. */
export function useMe() {
  return useApi<typeof WhoAmI>(PATH, 15_000);
}

/** Begins with what the server knew when it made the page, so that nothing on it moves when `useMe` is answered. */
export function useFirstMe(me: Me): void {
  const client = useQueryClient();
  useState(() => client.setQueryData([PATH], me));
}
