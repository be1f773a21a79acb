'use client';

import './globals.css';
import { FailedPage } from '#components/failed-page.tsx';

/** Stands in for everything when not even the frame of the pages could be drawn. */
export default function GlobalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>This page failed · KG RCA</title>
        <main className="px-4">
          <FailedPage {...props} />
        </main>
      </body>
    </html>
  );
}
