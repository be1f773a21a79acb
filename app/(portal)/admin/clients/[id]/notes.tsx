'use client';

import { useState } from 'react';
import type { DELETE as DeleteNote, PUT as EditNote } from '#app/api/v1/admin/clients/[id]/notes/[note]/route.ts';
import { noteInput } from '#app/api/v1/admin/clients/[id]/notes/input.ts';
import type { POST as AddNote, GET as ListNotes } from '#app/api/v1/admin/clients/[id]/notes/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormTextArea, SubmitButton } from '#components/form/form.tsx';
import { MarkdownText } from '#components/incidents/markdown-text.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Section } from '#components/ui/page.tsx';
import { Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Note = AnswerOf<typeof ListNotes>['items'][number];

/** What the staff have noted about the client, for themselves. */
export function NotesSection({ clientId }: { clientId: string }) {
  const path = `/api/v1/admin/clients/${clientId}/notes`;
  const notes = useApi<typeof ListNotes>(path);
  const add = useAction<typeof AddNote, object>('POST', path, (body) => body);
  return (
    <Section title="Notes" flush>
      <Loaded query={notes} skeleton={<Skeleton className="m-4 h-24" />}>
        {({ items }) =>
          items.length > 0 && (
            <ul className="divide-y border-b">
              {items.map((note) => (
                <NoteRow key={note.id} path={`${path}/${note.id}`} note={note} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <div className="p-4">
        <NoteForm label="New note" action="Add note" body="" send={(values) => add.mutateAsync(values)} />
        <p className="mt-2 text-sm text-ink-2">In Markdown. Only the staff see notes; the client does not, not even in an export.</p>
      </div>
    </Section>
  );
}

function NoteRow({ path, note }: { path: string; note: Note }) {
  const [state, setState] = useState<'shown' | 'edited' | 'removed'>('shown');
  const edit = useAction<typeof EditNote, object>('PUT', path, (body) => body);
  const remove = useAction<typeof DeleteNote>('DELETE', path);
  const close = () => setState('shown');
  if (state === 'edited')
    return (
      <li className="p-4">
        <NoteForm
          label="Note"
          action="Save note"
          body={note.body}
          onCancel={close}
          send={async (values) => {
            await edit.mutateAsync(values);
            close();
          }}
        />
      </li>
    );
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="min-w-0 text-sm break-words text-ink-2">
          {note.author}, <When ms={note.createdAt} />
          {note.editedAt !== null && (
            <>
              , edited {note.editedBy !== note.author && `by ${note.editedBy} `}
              <When ms={note.editedAt} />
            </>
          )}
        </p>
        <span className="flex gap-2">
          <Button small onClick={() => setState('edited')}>
            Edit
          </Button>
          <Button small onClick={() => setState('removed')}>
            Delete
          </Button>
        </span>
      </div>
      <MarkdownText>{note.body}</MarkdownText>
      <Confirm
        open={state === 'removed'}
        onOpenChange={(open) => !open && close()}
        title="Delete this note?"
        action="Delete note"
        danger
        busy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() => remove.mutate()}
      >
        It cannot be brought back. The audit log of the installation keeps that it was deleted, and by whom.
      </Confirm>
    </li>
  );
}

function NoteForm({
  label,
  action,
  body,
  send,
  onCancel,
}: {
  label: string;
  action: string;
  body: string;
  send: (values: { body: string }) => Promise<unknown>;
  onCancel?: () => void;
}) {
  const form = useApiForm(noteInput, {
    defaultValues: { body },
    send: async (values) => {
      await send(values);
      form.reset({ body });
    },
  });
  return (
    <Form form={form}>
      <FormTextArea form={form} name="body" label={label} rows={3} />
      <FormError form={form} />
      <span className="flex gap-2">
        <SubmitButton form={form}>{action}</SubmitButton>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
      </span>
    </Form>
  );
}
