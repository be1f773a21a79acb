'use client';

import { useState } from 'react';
import { CopyText } from '../ui/text.tsx';

/** An object as YAML, written when somebody opens it: most visitors never do. */
export function Manifest({ object }: { object: object }) {
  const [isOpen, setOpen] = useState(false);
  const [yaml, setYaml] = useState<string>();
  async function toggle(open: boolean) {
    setOpen(open);
    if (!open) return;
    const { stringify } = await import('yaml');
    setYaml(stringify(object, { lineWidth: 0 }));
  }
  return (
    <details className="mb-6 rounded-lg border bg-surface p-4" onToggle={({ currentTarget }) => void toggle(currentTarget.open)}>
      <summary className="cursor-pointer font-semibold">YAML as sent by the agent</summary>
      <div className="mt-3 min-h-24">{isOpen && yaml !== undefined && <CopyText block text={yaml} label="Copy the YAML" />}</div>
    </details>
  );
}
