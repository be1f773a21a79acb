'use client';

import { useState } from 'react';
import { z } from 'zod';
import type { POST as RotateApiKey } from '#app/api/v1/api-keys/[id]/rotation/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormSelect, SubmitButton } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';

const OVERLAPS = [
  [24, 'For another day'],
  [168, 'For another week'],
  [720, 'For another 30 days'],
  [0, 'Not any more'],
] as const;

/** Replaces an API key by a new one, which is shown this one time; the old one stays valid for a while. */
export function RotateKeyDialog({ apiKey, onClose }: { apiKey: { id: string; name: string }; onClose: () => void }) {
  const [key, setKey] = useState<string>();
  const rotate = useAction<typeof RotateApiKey, object>('POST', `/api/v1/api-keys/${apiKey.id}/rotation`, (body) => body);
  const form = useApiForm(z.object({ overlapHours: z.string() }), {
    defaultValues: { overlapHours: '24' },
    send: async ({ overlapHours }) => setKey((await rotate.mutateAsync({ overlapHours: Number(overlapHours) })).key),
  });
  return (
    <Dialog
      open
      isDismissible={key === undefined}
      onOpenChange={(open) => !open && onClose()}
      title={key ? 'Your new API key' : `Replace ${apiKey.name}`}
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
        <Form form={form}>
          <p className="text-ink-2">The new key has the same name, permissions and expiry.</p>
          <FormSelect form={form} name="overlapHours" label="The old key works">
            {OVERLAPS.map(([hours, label]) => (
              <option key={hours} value={hours}>
                {label}
              </option>
            ))}
          </FormSelect>
          <FormError form={form} />
          <SubmitButton form={form} className="self-end">
            Replace API key
          </SubmitButton>
        </Form>
      )}
    </Dialog>
  );
}
