'use client';

import { z } from 'zod';
import { feedbackInput } from '#app/api/v1/incidents/[id]/feedback/input.ts';
import type { POST as AddFeedback } from '#app/api/v1/incidents/[id]/feedback/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormSelect, FormTextArea, SubmitButton } from '#components/form/form.tsx';
import { type Incident, objectText } from '#components/incidents/words.ts';
import { Button } from '#components/ui/button.tsx';
import { causeTitle } from '#lib/rca/cause-titles.ts';
import { CAUSES } from '#lib/rca/causes.ts';

const CODES = Object.keys(CAUSES).sort((a, b) => causeTitle(a).localeCompare(causeTitle(b), 'en'));
/** `choice` is a cause code, or `#n` for the n-th further cause of this incident. */
const correctionInput = z.object({ choice: z.string().min(1, 'Choose a cause.'), note: feedbackInput.shape.note.unwrap() });

/** A form that names the right cause. */
export function Correction({
  incident,
  onSaved,
  onCancel,
}: {
  incident: Incident;
  onSaved: () => void;
  onCancel: (() => void) | undefined;
}) {
  const further = incident.diagnosis.causes.slice(1);
  const save = useAction<typeof AddFeedback, object>('POST', `/api/v1/incidents/${incident.id}/feedback`, (body) => body);
  const form = useApiForm(correctionInput, {
    defaultValues: { choice: '', note: '' },
    send: async ({ choice, note }) => {
      const found = choice.startsWith('#') ? further[Number(choice.slice(1))] : undefined;
      const right = found ? { code: found.code, object: found.object } : { code: choice };
      await save.mutateAsync({ verdict: 'corrected', ...right, ...(note ? { note } : {}) });
      onSaved();
    },
  });
  return (
    <Form form={form}>
      <FormSelect form={form} name="choice" label="What was the cause?" required>
        <option value="">Choose a cause</option>
        {further.length > 0 && (
          <optgroup label="Other causes of this incident">
            {further.map((cause, index) => (
              <option key={`${cause.code} ${objectText(cause.object)}`} value={`#${index}`}>
                {cause.title}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="All causes">
          {CODES.filter((code) => code !== incident.code).map((code) => (
            <option key={code} value={code}>
              {causeTitle(code)} ({code})
            </option>
          ))}
        </optgroup>
      </FormSelect>
      <FormTextArea form={form} name="note" label="How did you find out? (optional)" maxLength={1000} />
      <FormError form={form} />
      <div className="flex gap-2">
        <SubmitButton form={form} small>
          Save
        </SubmitButton>
        {onCancel && (
          <Button small onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </Form>
  );
}
