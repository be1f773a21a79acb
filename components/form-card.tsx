import type { ReactNode } from 'react';

/** A narrow card for a single form. */
export function FormCard({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto w-full max-w-md">
      <h1 className="text-xl font-semibold">{title}</h1>
      {lead && <div className="mt-1 text-ink-2">{lead}</div>}
      <div className="mt-6 rounded-lg border bg-surface p-4 sm:p-6">{children}</div>
    </div>
  );
}
