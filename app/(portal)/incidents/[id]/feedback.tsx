'use client';

import { useState } from 'react';
import { z } from 'zod';
import { feedbackInput } from '#app/api/v1/incidents/[id]/feedback/input.ts';
import type { POST as AddFeedback } from '#app/api/v1/incidents/[id]/feedback/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormSelect, FormTextArea, SubmitButton } from '#components/form/form.tsx';
import { type Incident, objectText } from '#components/incidents/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import { CAUSES, causeTitle } from '#lib/rca/causes.ts';

const CODES = Object.keys(CAUSES).sort((a, b) => causeTitle(a).localeCompare(causeTitle(b), 'en'));
/** `choice` is a cause code, or `#n` for the n-th further cause of this incident. */
const correctionInput = z.object({ choice: z.string().min(1, 'Choose a cause.'), note: feedbackInput.shape.note.unwrap() });

/** Lets people confirm the first cause or name the right one, and shows the feedback given so far. */
export function Feedback({ incident }: { incident: Incident }) {
  const hasFeedback = incident.feedback.length > 0;
  const [mode, setMode] = useState<'given' | 'ask' | 'correct'>('ask');
  const [isChanging, setChanging] = useState(false);
  const confirm = useAction<typeof AddFeedback>('POST', `/api/v1/incidents/${incident.id}/feedback`, () => ({ verdict: 'confirmed' }));
  const shown = hasFeedback && !isChanging ? 'given' : incident.code === null ? 'correct' : mode;

  function finish() {
    setMode('ask');
    setChanging(false);
  }

  return (
    <div className="flex flex-col gap-3">
      {incident.code && <p className="text-ink-2">The first cause above: {causeTitle(incident.code)}.</p>}
      {hasFeedback && <GivenFeedback feedback={incident.feedback} />}
      {shown === 'given' && (
        <Button small className="self-start" onClick={() => setChanging(true)}>
          Change your feedback
        </Button>
      )}
      {shown === 'ask' && (
        <div className="flex flex-wrap gap-2">
          <Button small onClick={() => confirm.mutate(undefined, { onSuccess: finish })} busy={confirm.isPending}>
            Yes, this was the cause
          </Button>
          <Button small onClick={() => setMode('correct')}>
            No, it was another cause
          </Button>
        </div>
      )}
      {shown === 'correct' && (
        <Correction incident={incident} onSaved={finish} onCancel={incident.code === null ? undefined : () => setMode('ask')} />
      )}
      {confirm.error && <Notice tone="bad">{confirm.error.message}</Notice>}
    </div>
  );
}

function GivenFeedback({ feedback }: { feedback: Incident['feedback'] }) {
  return (
    <ul className="flex flex-col gap-2">
      {feedback.map(({ id, userName, verdict, code, object, at, note }) => (
        <li key={id} className="break-words">
          {userName}{' '}
          {verdict === 'confirmed'
            ? 'confirmed the cause'
            : `named another cause: ${causeTitle(code ?? '')}${object ? `, ${objectText(object)}` : ''}`}{' '}
          <When ms={at} />
          {note && <span className="block text-ink-2">{note}</span>}
        </li>
      ))}
    </ul>
  );
}

function Correction({ incident, onSaved, onCancel }: { incident: Incident; onSaved: () => void; onCancel: (() => void) | undefined }) {
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
