'use client';

import { Trash2 } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { DELETE as RemoveView } from '#app/api/v1/incident-views/[id]/route.ts';
import { viewInput } from '#app/api/v1/incident-views/input.ts';
import type { GET as ListViews, POST as SaveView } from '#app/api/v1/incident-views/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { useQueryState } from '#components/graph/query-state.ts';
import { useMe } from '#components/shell/session.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Menu, MenuItem, MenuLine } from '#components/ui/menu.tsx';
import { Notice } from '#components/ui/state.tsx';
import { filtersIn } from './filter-query.ts';

const nameInput = viewInput.pick({ name: true });

/** The views that a person keeps: filters under a name. Keys have none. */
export function SavedViews() {
  const isPerson = useMe().data?.isPerson === true;
  const [params] = useQueryState();
  const router = useRouter();
  const views = useApi<typeof ListViews>(isPerson ? '/api/v1/incident-views' : null);
  const [dialog, setDialog] = useState<'save' | 'remove'>();
  if (!isPerson) return null;
  const items = views.data?.items ?? [];
  const query = new URLSearchParams(filtersIn(params) as Record<string, string>).toString();
  return (
    <>
      <Menu label="Views">
        {items.map(({ id, name, query: kept }) => (
          <MenuItem key={id} onSelect={() => router.push(`/incidents${kept ? `?${kept}` : ''}` as Route)}>
            {name}
          </MenuItem>
        ))}
        {items.length > 0 && <MenuLine />}
        <MenuItem onSelect={() => setDialog('save')}>Keep these filters as a view</MenuItem>
        {items.length > 0 && <MenuItem onSelect={() => setDialog('remove')}>Remove views</MenuItem>}
      </Menu>
      {dialog === 'save' && <SaveDialog query={query} onClose={() => setDialog(undefined)} />}
      {dialog === 'remove' && <RemoveDialog items={items} onClose={() => setDialog(undefined)} />}
    </>
  );
}

function SaveDialog({ query, onClose }: { query: string; onClose: () => void }) {
  const save = useAction<typeof SaveView, object>('POST', '/api/v1/incident-views', (body) => body);
  const form = useApiForm(nameInput, {
    defaultValues: { name: '' },
    send: async ({ name }) => {
      await save.mutateAsync({ name, query });
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title="Keep these filters as a view">
      <Form form={form}>
        <FormField form={form} name="name" label="Name" hint="A view of the same name is replaced. Only you see it." />
        <FormError form={form} />
        <SubmitButton form={form}>Keep</SubmitButton>
      </Form>
    </Dialog>
  );
}

function RemoveDialog({ items, onClose }: { items: { id: string; name: string }[]; onClose: () => void }) {
  const remove = useAction<typeof RemoveView, string>('DELETE', (id) => `/api/v1/incident-views/${id}`);
  return (
    <Dialog open onOpenChange={onClose} title="Remove views">
      <ul className="divide-y">
        {items.map(({ id, name }) => (
          <li key={id} className="flex items-center justify-between gap-2 py-1">
            <span className="min-w-0 break-words">{name}</span>
            <button
              type="button"
              aria-label={`Remove ${name}`}
              className="rounded p-1.5 text-ink-2 hover:text-ink"
              onClick={() => remove.mutate(id)}
            >
              <Trash2 aria-hidden className="size-4" />
            </button>
          </li>
        ))}
      </ul>
      {remove.error && <Notice tone="bad">{remove.error.message}</Notice>}
    </Dialog>
  );
}
