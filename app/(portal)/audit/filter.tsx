'use client';

import { useQueryState } from '#components/graph/query-state.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';

/** The objects of actions, each with its name for people. */
export type AuditObjects = readonly (readonly [string, string])[];

/** Narrows the audit log, and downloads what it shows. The choice is kept in the address. */
export function AuditFilterBar({ path, objects, query }: { path: string; objects: AuditObjects; query: URLSearchParams }) {
  const [params, set] = useQueryState();
  return (
    <div className="mb-4 flex flex-wrap items-end gap-3">
      <Select
        label="What"
        value={params.get('action') ?? ''}
        onChange={(event) => set({ action: event.target.value, cursor: undefined })}
        className="w-52"
      >
        <option value="">Everything</option>
        {objects.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
      <Field
        label="Actor"
        placeholder="Part of an email address or key"
        defaultValue={params.get('actor') ?? ''}
        onBlur={(event) => set({ actor: event.target.value.trim(), cursor: undefined })}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        className="w-64"
      />
      <a className={buttonClass('secondary')} href={`${path}/export?${query}`} download>
        Download CSV
      </a>
    </div>
  );
}
