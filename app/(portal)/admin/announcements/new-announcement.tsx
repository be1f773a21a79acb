'use client';

import { useState } from 'react';
import { announcementForm } from '#app/api/v1/admin/announcements/input.ts';
import type { POST as AddAnnouncement } from '#app/api/v1/admin/announcements/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, FormSelect, FormTextArea, SubmitButton } from '#components/form/form.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { localTime } from '#components/ui/format.ts';

const HOUR_MS = 3_600_000;
const TONES = { info: 'Information', warn: 'Warning', bad: 'Disturbance' } as const;

/** Announces something: now and for two hours, unless it says otherwise. */
export function NewAnnouncement({ onClose }: { onClose: () => void }) {
  const [now] = useState(() => Date.now());
  const add = useAction<typeof AddAnnouncement, object>('POST', '/api/v1/admin/announcements', (body) => body);
  const form = useApiForm(announcementForm, {
    defaultValues: {
      title: '',
      body: '',
      tone: 'info',
      shownFrom: localTime(now),
      shownUntil: localTime(now + 2 * HOUR_MS),
    },
    send: async (values) => {
      await add.mutateAsync(values);
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Announce something">
      <Form form={form}>
        <FormField form={form} name="title" label="Title" autoComplete="off" required />
        <FormTextArea form={form} name="body" label="Text" />
        <FormSelect form={form} name="tone" label="Kind">
          {Object.entries(TONES).map(([tone, word]) => (
            <option key={tone} value={tone}>
              {word}
            </option>
          ))}
        </FormSelect>
        <FormField form={form} name="shownFrom" label="From" type="datetime-local" />
        <FormField form={form} name="shownUntil" label="Until" type="datetime-local" />
        <FormError form={form} />
        <SubmitButton form={form} className="self-end">
          Announce
        </SubmitButton>
      </Form>
    </Dialog>
  );
}
