'use client';

import { useQueryState } from '#components/graph/query-state.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';

const OBJECTS = [
  ['', 'Everything'],
  ['account', 'Sign-ins and accounts'],
  ['member', 'Members'],
  ['api_key', 'API keys'],
  ['agent_package', 'Agent package'],
  ['client', 'The client itself'],
] as const;

/** Narrows the audit log, and downloads what it shows. The choice is kept in the address. */
export function AuditFilterBar({ query }: { query: URLSearchParams }) {
  const [params, set] = useQueryState();
  return (
    <div className="mb-4 flex flex-wrap items-end gap-3">
      <Select
        label="What"
        value={params.get('action') ?? ''}
        onChange={(event) => set({ action: event.target.value, cursor: undefined })}
        className="w-52"
      >
        {OBJECTS.map(([value, label]) => (
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
      <a className={buttonClass('secondary')} href={`/api/v1/audit/export?${query}`} download>
        Download CSV
      </a>
    </div>
  );
}
