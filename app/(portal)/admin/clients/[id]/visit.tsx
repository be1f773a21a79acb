'use client';

import { useState } from 'react';
import type { POST as VisitClient } from '#app/api/v1/admin/clients/[id]/impersonation/route.ts';
import { suspendClientInput } from '#app/api/v1/admin/clients/[id]/input.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { FormField } from '#components/form/form.tsx';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';

/** Lets a member of the staff see the portal as the client does, for an hour; the client is told. */
export function VisitButton({ clientId }: { clientId: string }) {
  const me = useMe().data;
  const [isOpen, setOpen] = useState(false);
  if (!me?.isPerson) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>View as client</Button>
      {isOpen && <VisitDialog clientId={clientId} onClose={() => setOpen(false)} />}
    </>
  );
}

function VisitDialog({ clientId, onClose }: { clientId: string; onClose: () => void }) {
  const visit = useAction<typeof VisitClient, { reason: string }>(
    'POST',
    `/api/v1/admin/clients/${clientId}/impersonation`,
    (body) => body,
  );
  const form = useApiForm(suspendClientInput, {
    defaultValues: { reason: '' },
    send: async (values) => {
      await visit.mutateAsync(values);
      location.assign('/welcome');
    },
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`View ${clientId} as its members do?`}
      action="View as client"
      busy={form.formState.isSubmitting}
      error={form.problem}
      onConfirm={() => void form.submit()}
    >
      <p>You see what a viewer sees, for an hour, and cannot change anything. The owners get a mail.</p>
      <FormField
        form={form}
        name="reason"
        label="Reason"
        hint="Recorded in the client's audit log, where the client can read it."
        autoComplete="off"
        required
      />
    </Confirm>
  );
}
