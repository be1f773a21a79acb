'use client';

import { useState } from 'react';
import { z } from 'zod';
import { suspendClientInput } from '#app/api/v1/admin/clients/[id]/input.ts';
import type { DELETE as ResumeClient, PUT as SuspendClient } from '#app/api/v1/admin/clients/[id]/suspension/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { FormField } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';

const resumeClientInput = z.object({ reason: z.string().trim().max(300, 'Use at most 300 characters.') });

/** Suspends or resumes a client; the reason is kept in the client's audit log. */
export function SuspensionButton({ clientId, suspended }: { clientId: string; suspended: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button look={suspended ? 'primary' : 'danger'} onClick={() => setOpen(true)}>
        {suspended ? 'Resume' : 'Suspend'}
      </Button>
      {isOpen && <SuspensionDialog clientId={clientId} suspended={suspended} onClose={() => setOpen(false)} />}
    </>
  );
}

function SuspensionDialog({ clientId, suspended, onClose }: { clientId: string; suspended: boolean; onClose: () => void }) {
  const path = `/api/v1/admin/clients/${clientId}/suspension`;
  const suspend = useAction<typeof SuspendClient, { reason: string }>('PUT', path, (body) => body);
  const resume = useAction<typeof ResumeClient, { reason: string }>('DELETE', (query) => `${path}?${new URLSearchParams(query)}`);
  const form = useApiForm(suspended ? resumeClientInput : suspendClientInput, {
    defaultValues: { reason: '' },
    send: async (values) => {
      await (suspended ? resume : suspend).mutateAsync(values);
      onClose();
    },
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={suspended ? 'Resume this client?' : 'Suspend this client?'}
      action={suspended ? 'Resume client' : 'Suspend client'}
      danger={!suspended}
      busy={form.formState.isSubmitting}
      error={form.problem}
      onConfirm={() => void form.submit()}
    >
      <p>
        {suspended
          ? 'Its data is accepted again, its API works again, and its count of failed payments is reset.'
          : 'Data from its agents and every API call that changes something are refused from now on. Stored data is kept, and its members can still read and pay.'}
      </p>
      <FormField
        form={form}
        name="reason"
        label="Reason"
        hint="Recorded in the client's audit log, where the client can read it."
        autoComplete="off"
        required={!suspended}
      />
    </Confirm>
  );
}
