'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiError } from './api.ts';
import { Button } from './ui/button.tsx';
import { Notice } from './ui/state.tsx';

/** Shows a skeleton until the data is there; after a failure, the error and a button to try again. */
export function Loaded<T>({
  query,
  skeleton,
  children,
}: {
  query: UseQueryResult<T, ApiError>;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && query.error.status !== 404 && (
          <div className="mb-4">
            <Notice tone="warn" title="This may be out of date">
              {query.error.message}
            </Notice>
          </div>
        )}
        {children(query.data)}
      </>
    );
  }
  if (query.error) {
    return (
      <Notice
        tone="bad"
        title={query.error.status === 404 ? 'Not found' : 'This could not be loaded'}
        action={
          query.error.status === 404 ? undefined : (
            <Button small onClick={() => query.refetch()} busy={query.isFetching}>
              Try again
            </Button>
          )
        }
      >
        {query.error.message}
      </Notice>
    );
  }
  return (
    <div role="status" aria-label="Loading">
      {skeleton}
    </div>
  );
}
