'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';

const At = createContext<number | undefined>(undefined);

/**
 * Answers of the API that came with a page, by their addresses: `useApi` begins with them. What the browser knows already is newer.
 * `at` is when they were given, epoch ms.
 */
export function FirstAnswers({ at, answers, children }: { at: number; answers: Record<string, unknown>; children: ReactNode }) {
  const client = useQueryClient();
  useState(() => {
    for (const [path, answer] of Object.entries(answers))
      if (client.getQueryData([path]) === undefined) client.setQueryData([path], answer, { updatedAt: at });
  });
  return <At value={at}>{children}</At>;
}

/** When the answers that came with this page were given, epoch ms; undefined on a page that came without any. */
export function useFirstAnswersAt(): number | undefined {
  return useContext(At);
}
