'use client';

import { useEffect } from 'react';
import { Button } from './ui/button.tsx';
import { Notice } from './ui/state.tsx';

/** Stands in for a page that failed: what to do, and the id under which the log has the error. */
export function FailedPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => console.error(error), [error]);
  return (
    <div className="mx-auto w-full max-w-xl py-8">
      <h1 className="mb-4 text-xl font-semibold">This page failed</h1>
      <Notice
        tone="bad"
        action={
          <Button small onClick={reset}>
            Try again
          </Button>
        }
      >
        Something went wrong on our side. Nothing that you saved is lost. If it happens again, tell support
        {error.digest ? ` the id ${error.digest}.` : ' what you did.'}
      </Notice>
      <p className="mt-4">
        <a href="/status" className="link">
          See whether KG RCA has a problem
        </a>
      </p>
    </div>
  );
}
