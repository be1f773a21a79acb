'use client';

import { useState } from 'react';
import { z } from 'zod';
import type { POST as RotateSigningSecret } from '#app/api/v1/destinations/[id]/secret/route.ts';
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
  [0, 'Not any more'],
] as const;

/** Replaces the secret of a webhook; messages are signed with both for a while. */
export function RotateSecret({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string>();
  const rotate = useAction<typeof RotateSigningSecret, object>('POST', `/api/v1/destinations/${id}/secret`, (body) => body);
  const form = useApiForm(z.object({ overlapHours: z.string() }), {
    defaultValues: { overlapHours: '24' },
    send: async ({ overlapHours }) => setSecret((await rotate.mutateAsync({ overlapHours: Number(overlapHours) })).signingSecret),
  });
  const close = () => {
    setOpen(false);
    setSecret(undefined);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Replace secret</Button>
      <Dialog
        open={isOpen}
        isDismissible={secret === undefined}
        onOpenChange={(open) => !open && close()}
        title={secret ? 'The new secret' : 'Replace the secret'}
      >
        {secret ? (
          <div className="flex flex-col gap-4">
            <Notice tone="warn">Copy it now: it cannot be shown again.</Notice>
            <CopyText block text={secret} label="Copy the secret" />
            <Button look="primary" onClick={close} className="self-end">
              I have copied it
            </Button>
          </div>
        ) : (
          <Form form={form}>
            <FormSelect form={form} name="overlapHours" label="Messages are signed with the old secret too">
              {OVERLAPS.map(([hours, label]) => (
                <option key={hours} value={hours}>
                  {label}
                </option>
              ))}
            </FormSelect>
            <FormError form={form} />
            <SubmitButton form={form} className="self-end">
              Replace secret
            </SubmitButton>
          </Form>
        )}
      </Dialog>
    </>
  );
}
