'use client';

import { useState } from 'react';
import type { POST as CreateApiKey } from '#app/api/v1/api-keys/route.ts';
import { useAction } from '#components/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Notice } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';

const SCOPES = [
  ['read', 'Read clusters, incidents, topology, usage'],
  ['write', 'Change things: keys, feedback, diagnoses'],
  ['ingest', 'Send data, as agents do'],
] as const;
type Scope = (typeof SCOPES)[number][0];
const DAY_MS = 86_400_000;
const LIFETIMES = [30, 90, 365] as const;

/** Makes a key and shows it, this once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['read']);
  const [days, setDays] = useState('90');
  const create = useAction<typeof CreateApiKey>('POST', '/api/v1/api-keys', () => ({
    name,
    scopes,
    ...(days ? { expiresAt: Date.now() + Number(days) * DAY_MS } : {}),
  }));
  const errors = create.error?.fields ?? {};
  const made = create.data;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={made ? 'Your new key' : 'Create a key'}>
      {made ? (
        <div className="flex flex-col gap-4">
          <Notice tone="warn">Copy it now: it is stored hashed and cannot be shown again.</Notice>
          <CopyText block text={made.key} label="Copy the key" />
          <Button look="primary" onClick={onClose} className="self-end">
            I have copied it
          </Button>
        </div>
      ) : (
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate();
          }}
        >
          <Field
            label="Name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            hint="Who or what will use it."
            autoComplete="off"
            required
          />
          <fieldset>
            <legend className="mb-1 text-sm font-medium">What it may do</legend>
            {SCOPES.map(([scope, words]) => (
              <label key={scope} className="flex items-start gap-2 py-1">
                <input
                  type="checkbox"
                  className="mt-1 accent-accent"
                  checked={scopes.includes(scope)}
                  onChange={(event) => setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))}
                />
                <span>
                  <code className="font-mono">{scope}</code> <span className="text-ink-2">{words}</span>
                </span>
              </label>
            ))}
            {errors.scopes && <p className="mt-1 text-sm text-bad">{errors.scopes}</p>}
          </fieldset>
          <Select label="Valid for" value={days} onChange={(event) => setDays(event.target.value)}>
            {LIFETIMES.map((lifetime) => (
              <option key={lifetime} value={lifetime}>
                {lifetime} days
              </option>
            ))}
            <option value="">As long as nobody revokes it</option>
          </Select>
          {create.error && Object.keys(errors).length === 0 && <Notice tone="bad">{create.error.message}</Notice>}
          <Button type="submit" look="primary" busy={create.isPending} className="self-end">
            Create the key
          </Button>
        </form>
      )}
    </Dialog>
  );
}
