import type { ReactNode } from 'react';
import { PublicFrame } from './frame.tsx';

export const dynamic = 'force-dynamic';

/** The pages that need no sign-in. */
export default function PublicLayout({ children }: { children: ReactNode }) {
  return <PublicFrame>{children}</PublicFrame>;
}
