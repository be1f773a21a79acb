'use client';

import type { DELETE as Remove } from '#app/api/v1/incidents/[id]/comments/[commentId]/route.ts';
import type { POST as Add } from '#app/api/v1/incidents/[id]/comments/route.ts';
import { commentInput } from '#app/api/v1/incidents/[id]/input.ts';
import type { GET as ListMembers } from '#app/api/v1/members/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormTextArea, SubmitButton } from '#components/form/form.tsx';
import { MarkdownText } from '#components/incidents/markdown-text.tsx';
import type { Incident } from '#components/incidents/words.ts';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { inputClass } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';

/** What people wrote about an incident, and a form to write more. */
export function Comments({ incident: { id, comments } }: { incident: Incident }) {
  const me = useMe().data;
  const remove = useAction<typeof Remove, string>('DELETE', (commentId) => `/api/v1/incidents/${id}/comments/${commentId}`);
  return (
    <div className="flex flex-col gap-4">
      {comments.length === 0 && <p className="text-ink-2">No comments yet.</p>}
      <ul className="flex flex-col gap-3">
        {comments.map(({ id: commentId, at, author, body, isMine }) => (
          <li key={commentId} className="min-w-0 rounded-md border p-3">
            <p className="mb-1 flex flex-wrap items-center justify-between gap-2 text-sm text-ink-2">
              <span>
                {author}, <When ms={at} />
              </span>
              {isMine && (
                <Button small look="quiet" busy={remove.isPending} onClick={() => remove.mutate(commentId)}>
                  Remove
                </Button>
              )}
            </p>
            <MarkdownText>{body}</MarkdownText>
          </li>
        ))}
      </ul>
      {remove.error && <Notice tone="bad">{remove.error.message}</Notice>}
      {me && me.role !== 'viewer' && <NewComment id={id} />}
    </div>
  );
}

function NewComment({ id }: { id: string }) {
  const members = useApi<typeof ListMembers>('/api/v1/members');
  const add = useAction<typeof Add, object>('POST', `/api/v1/incidents/${id}/comments`, (body) => body);
  const form = useApiForm(commentInput, {
    defaultValues: { body: '' },
    send: async (values) => {
      await add.mutateAsync(values);
      form.reset();
    },
  });
  const mention = (email: string) => {
    const text = form.getValues('body');
    form.setValue('body', `${text}${text === '' || /\s$/.test(text) ? '' : ' '}@${email} `);
    form.setFocus('body');
  };
  return (
    <div className="print:hidden">
      <Form form={form}>
        <FormTextArea form={form} name="body" label="Comment" hint="Markdown works. Whom you mention gets a mail." />
        <FormError form={form} />
        <div className="flex flex-wrap gap-2">
          <SubmitButton form={form} small>
            Comment
          </SubmitButton>
          <select
            aria-label="Mention a member"
            value=""
            onChange={(event) => mention(event.target.value)}
            className={`${inputClass} h-7! w-40! px-2! text-sm`}
          >
            <option value="">@ Mention</option>
            {members.data?.items.map(({ userId, name, email }) => (
              <option key={userId} value={email}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </Form>
    </div>
  );
}
