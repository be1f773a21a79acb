'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { closeClientInput } from '#app/api/v1/admin/clients/[id]/input.ts';
import type { DELETE as CloseClient } from '#app/api/v1/admin/clients/[id]/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { FormField } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Section } from '#components/ui/page.tsx';

/** Closes a client permanently, after its client ID has been typed and a reason given. */
export function ClosingSection({ clientId }: { clientId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title="Close this client"
      action={
        <Button small look="danger" onClick={() => setOpen(true)}>
          Close
        </Button>
      }
    >
      <p className="text-ink-2">
        Its API keys are revoked, and its graph, streams and credentials are deleted. Invoices and the audit log are kept. The client ID is
        never reused.
      </p>
      {isOpen && <ClosingDialog clientId={clientId} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function ClosingDialog({ clientId, onClose }: { clientId: string; onClose: () => void }) {
  const router = useRouter();
  const close = useAction<typeof CloseClient, { confirm: string; reason: string }>(
    'DELETE',
    (query) => `/api/v1/admin/clients/${clientId}?${new URLSearchParams(query)}`,
  );
  const form = useApiForm(closeClientInput, {
    defaultValues: { confirm: '', reason: '' },
    send: async (values) => {
      await close.mutateAsync(values);
      router.push('/admin/clients');
    },
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title="Close this client permanently?"
      action="Close client"
      danger
      busy={form.formState.isSubmitting}
      disabled={form.watch('confirm') !== clientId}
      error={form.problem}
      onConfirm={() => void form.submit()}
    >
      <p>The data that it sent cannot be recovered.</p>
      <FormField form={form} name="confirm" label={`Type ${clientId} to confirm`} autoComplete="off" spellCheck={false} />
      <FormField form={form} name="reason" label="Reason" hint="Recorded in the client's audit log." autoComplete="off" required />
    </Confirm>
  );
}
