'use client';

import type { POST as Add } from '#app/api/v1/incidents/[id]/comments/route.ts';
import { commentInput } from '#app/api/v1/incidents/[id]/input.ts';
import type { GET as ListMembers } from '#app/api/v1/members/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormTextArea, SubmitButton } from '#components/form/form.tsx';
import { inputClass } from '#components/ui/field.tsx';

/** A form for a comment about an incident. */
export function NewComment({ id }: { id: string }) {
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
