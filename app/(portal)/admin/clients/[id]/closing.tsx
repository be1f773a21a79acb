'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { DELETE as CloseClient } from '#app/api/v1/admin/clients/[id]/route.ts';
import { useAction } from '#components/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Field } from '#components/ui/field.tsx';
import { Section } from '#components/ui/page.tsx';

/** Closes a client for good, after its id was typed and a reason given. */
export function ClosingSection({ clientId }: { clientId: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [confirm, setConfirm] = useState('');
  const [reason, setReason] = useState('');
  const query = new URLSearchParams({ confirm, reason });
  const close = useAction<typeof CloseClient>('DELETE', () => `/api/v1/admin/clients/${clientId}?${query}`);

  function show(wanted: boolean) {
    setOpen(wanted);
    setConfirm('');
    setReason('');
    close.reset();
  }

  return (
    <Section
      title="Close this client"
      action={
        <Button small look="danger" onClick={() => show(true)}>
          Close
        </Button>
      }
    >
      <p className="text-ink-2">
        Its keys end, and its graph, streams and credentials are removed. Invoices and audit stay; the id is never given out again.
      </p>
      <Confirm
        open={open}
        onOpenChange={show}
        title="Close this client for good?"
        action="Close the client"
        danger
        busy={close.isPending}
        disabled={confirm !== clientId}
        error={close.error && Object.keys(close.error.fields).length === 0 ? close.error.message : undefined}
        onConfirm={() => close.mutate(undefined, { onSuccess: () => router.push('/admin/clients') })}
      >
        <p>What it sent cannot be brought back.</p>
        <Field
          label={`Type ${clientId} to confirm`}
          value={confirm}
          onChange={(event) => setConfirm(event.target.value)}
          error={close.error?.fields.confirm}
          autoComplete="off"
          spellCheck={false}
        />
        <Field
          label="Reason"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          error={close.error?.fields.reason}
          hint="Stands in the client's audit log."
          autoComplete="off"
        />
      </Confirm>
    </Section>
  );
}
