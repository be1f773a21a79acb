'use client';

import { useState } from 'react';
import type { DELETE as ResumeClient, PUT as SuspendClient } from '#app/api/v1/admin/clients/[id]/suspension/route.ts';
import { useAction } from '#components/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Field } from '#components/ui/field.tsx';

/** Suspends a client or lets it go on, after a reason that its audit log keeps. */
export function SuspensionButton({ clientId, suspended }: { clientId: string; suspended: boolean }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const path = `/api/v1/admin/clients/${clientId}/suspension`;
  const suspend = useAction<typeof SuspendClient>('PUT', path, () => ({ reason }));
  const resume = useAction<typeof ResumeClient>('DELETE', () => `${path}?reason=${encodeURIComponent(reason)}`);
  const action = suspended ? resume : suspend;

  function show(wanted: boolean) {
    setOpen(wanted);
    setReason('');
    suspend.reset();
    resume.reset();
  }

  return (
    <>
      <Button look={suspended ? 'primary' : 'danger'} onClick={() => show(true)}>
        {suspended ? 'Resume' : 'Suspend'}
      </Button>
      <Confirm
        open={open}
        onOpenChange={show}
        title={suspended ? 'Let this client go on?' : 'Suspend this client?'}
        action={suspended ? 'Resume the client' : 'Suspend the client'}
        danger={!suspended}
        busy={action.isPending}
        error={action.error?.fields.reason ? undefined : action.error?.message}
        onConfirm={() => action.mutate(undefined, { onSuccess: () => show(false) })}
      >
        <p>
          {suspended
            ? 'Its data is taken in again and its API answers. Failed payments are forgotten.'
            : "Its agents' data and every changing request are refused from this moment on. What is stored stays, and its people can still read and pay."}
        </p>
        <Field
          label="Reason"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          error={action.error?.fields.reason}
          hint="Stands in the client's audit log, which the client reads."
          autoComplete="off"
          required={!suspended}
        />
      </Confirm>
    </>
  );
}
