'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiError } from './api.ts';
import { Button } from './ui/button.tsx';
import { Link } from './ui/link.tsx';
import { Notice } from './ui/state.tsx';

/** What is not there yet because something has to come before it, and where that is. */
const WAITING: Readonly<Record<string, { title: string; href: '/checkout' | '/onboarding'; label: string }>> = {
  payment_needed: { title: 'Your plan has not been paid for yet', href: '/checkout', label: 'Go to checkout' },
  not_provisioned: { title: 'Your account is still being set up', href: '/onboarding', label: 'See the progress' },
};

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
        tone={WAITING[query.error.code] ? 'info' : 'bad'}
        title={WAITING[query.error.code]?.title ?? (query.error.status === 404 ? 'Not found' : 'This could not be loaded')}
        action={<WayOut query={query} />}
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

/** What to do about an error: go where the reason is, or try again. What does not exist is final. */
function WayOut<T>({ query }: { query: UseQueryResult<T, ApiError> }) {
  const waiting = WAITING[query.error?.code ?? ''];
  if (waiting)
    return (
      <Link href={waiting.href} className="link">
        {waiting.label}
      </Link>
    );
  if (query.error?.status === 404) return null;
  return (
    <Button small onClick={() => query.refetch()} busy={query.isFetching}>
      Try again
    </Button>
  );
}
