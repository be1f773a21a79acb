import type { Metadata } from 'next';
import { NotFound } from '#components/not-found.tsx';
import { PublicFrame } from './(public)/frame.tsx';

export const metadata: Metadata = { title: 'Page not found', robots: { index: false } };

/** An address that no page has. */
export default function NotFoundPage() {
  return (
    <PublicFrame>
      <NotFound />
    </PublicFrame>
  );
}
