'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { newQueryClient } from './api.ts';
import { Hydration } from './hydrated.tsx';

/** The context that every page needs. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Hydration>{children}</Hydration>
    </QueryClientProvider>
  );
}
