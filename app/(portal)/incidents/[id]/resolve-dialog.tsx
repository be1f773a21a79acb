'use client';

import { z } from 'zod';
import { resolutionInput } from '#app/api/v1/incidents/[id]/input.ts';
import type { PUT as Resolve } from '#app/api/v1/incidents/[id]/resolution/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormSelect, FormTextArea, SubmitButton } from '#components/form/form.tsx';
import type { Incident } from '#components/incidents/words.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { causeTitle } from '#lib/rca/cause-titles.ts';
import { CAUSES } from '#lib/rca/causes.ts';

const CODES = Object.keys(CAUSES).sort((a, b) => causeTitle(a).localeCompare(causeTitle(b), 'en'));
const input = z.object({ code: z.string(), note: resolutionInput.shape.note.unwrap() });

/** Asks what an incident was and what was done, and notes that it is done. */
export function ResolveDialog({ incident: { id, code, closedAt }, onClose }: { incident: Incident; onClose: () => void }) {
  const save = useAction<typeof Resolve, object>('PUT', `/api/v1/incidents/${id}/resolution`, (body) => body);
  const form = useApiForm(input, {
    defaultValues: { code: code ?? '', note: '' },
    send: async ({ code: cause, note }) => {
      await save.mutateAsync({ ...(cause && { code: cause }), ...(note && { note }) });
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title="Resolve this incident">
      <Form form={form}>
        {closedAt === null && (
          <p className="text-ink-2">It closes by itself once everything that fails is healthy again. Until then it says who resolved it.</p>
        )}
        <FormSelect form={form} name="code" label="What was the cause?">
          {code === null && <option value="">Not known</option>}
          {CODES.map((one) => (
            <option key={one} value={one}>
              {causeTitle(one)}
            </option>
          ))}
        </FormSelect>
        <FormTextArea form={form} name="note" label="What did you do? (optional)" maxLength={2000} />
        <FormError form={form} />
        <SubmitButton form={form}>Resolve</SubmitButton>
      </Form>
    </Dialog>
  );
}
