'use client';

import { useState } from 'react';
import { z } from 'zod';
import { renameInput } from '#app/api/v1/clusters/[id]/input.ts';
import type { PATCH as RenameClusterOperation } from '#app/api/v1/clusters/[id]/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';

/** Sets what a cluster is called. An empty field goes back to the name that its agent sends. */
export function RenameCluster(cluster: { id: string; name: string; displayName: string | null }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        Rename
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={`Rename ${cluster.displayName ?? cluster.name}`}>
        <RenameForm {...cluster} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const formInput = z.object({
  displayName: z
    .string()
    .trim()
    .transform((text) => text || null)
    .pipe(renameInput.shape.displayName),
});

function RenameForm({ id, name, displayName, onDone }: { id: string; name: string; displayName: string | null; onDone: () => void }) {
  const rename = useAction<typeof RenameClusterOperation, object>('PATCH', `/api/v1/clusters/${id}`, (body) => body);
  const form = useApiForm(formInput, {
    defaultValues: { displayName: displayName ?? name },
    send: async (values) => {
      await rename.mutateAsync(values);
      onDone();
    },
  });
  return (
    <Form form={form}>
      <FormField
        form={form}
        name="displayName"
        label="Name"
        hint={`Shown in the portal and in notifications. Agents, queries and the API keep ${name}; empty this field to show that again.`}
        autoComplete="off"
      />
      <FormError form={form} />
      <SubmitButton form={form}>Rename</SubmitButton>
    </Form>
  );
}
