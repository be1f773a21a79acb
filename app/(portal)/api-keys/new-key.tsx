'use client';

import { useState } from 'react';
import { z } from 'zod';
import { createApiKeyInput } from '#app/api/v1/api-keys/input.ts';
import type { POST as CreateApiKey } from '#app/api/v1/api-keys/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, FormSelect, fieldError, SubmitButton } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';

const PERMISSIONS = [
  ['read', 'Read clusters, incidents, topology and usage'],
  ['write', 'Make changes: API keys, feedback, diagnoses'],
  ['ingest', 'Send data, as agents and collectors do'],
  ['alerts', 'Send alerts, as Alertmanager does'],
] as const;
const DAY_MS = 86_400_000;
const LIFETIMES = [30, 90, 365] as const;
const newKeyInput = createApiKeyInput.omit({ expiresAt: true }).extend({ days: z.string() });

/** Creates an API key and shows it, this one time. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const [key, setKey] = useState<string>();
  return (
    <Dialog
      open
      isDismissible={key === undefined}
      onOpenChange={(open) => !open && onClose()}
      title={key ? 'Your new API key' : 'Create an API key'}
    >
      {key ? (
        <div className="flex flex-col gap-4">
          <Notice tone="warn">Copy the key now. Only its hash is stored, so it cannot be shown again.</Notice>
          <CopyText block text={key} label="Copy the API key" />
          <Button look="primary" onClick={onClose} className="self-end">
            I have copied it
          </Button>
        </div>
      ) : (
        <NewKeyForm onCreated={setKey} />
      )}
    </Dialog>
  );
}

function NewKeyForm({ onCreated }: { onCreated: (key: string) => void }) {
  const create = useAction<typeof CreateApiKey, object>('POST', '/api/v1/api-keys', (body) => body);
  const form = useApiForm(newKeyInput, {
    defaultValues: { name: '', scopes: ['read'], days: '90' },
    send: async ({ days, ...values }) => {
      const created = await create.mutateAsync({ ...values, ...(days ? { expiresAt: Date.now() + Number(days) * DAY_MS } : {}) });
      onCreated(created.key);
    },
  });
  const scopesError = fieldError(form, 'scopes');
  return (
    <Form form={form}>
      <FormField form={form} name="name" label="Name" hint="Who or what will use the key." autoComplete="off" required />
      <fieldset aria-describedby={scopesError ? 'scopes-error' : undefined}>
        <legend className="mb-1 text-sm font-medium">Permissions</legend>
        {PERMISSIONS.map(([scope, meaning]) => (
          <label key={scope} className="flex items-start gap-2 py-1">
            <input
              {...form.register('scopes')}
              type="checkbox"
              value={scope}
              aria-invalid={scopesError ? true : undefined}
              className="mt-1 accent-accent"
            />
            <span>
              <code className="font-mono">{scope}</code> <span className="text-ink-2">{meaning}</span>
            </span>
          </label>
        ))}
        {scopesError && (
          <p id="scopes-error" className="mt-1 text-sm text-bad">
            {scopesError}
          </p>
        )}
      </fieldset>
      <FormSelect form={form} name="days" label="Expires">
        {LIFETIMES.map((lifetime) => (
          <option key={lifetime} value={lifetime}>
            In {lifetime} days
          </option>
        ))}
        <option value="">Never</option>
      </FormSelect>
      <FormError form={form} />
      <SubmitButton form={form} className="self-end">
        Create API key
      </SubmitButton>
    </Form>
  );
}
