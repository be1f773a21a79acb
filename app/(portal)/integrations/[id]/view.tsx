'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type {
  PATCH as ChangeDestination,
  GET as GetDestination,
  DELETE as RemoveDestination,
} from '#app/api/v1/destinations/[id]/route.ts';
import type { POST as TestDestination } from '#app/api/v1/destinations/[id]/test/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Form, FormError, FormField, SaveButton } from '#components/form/form.tsx';
import { Loaded } from '#components/loaded.tsx';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { useDestinationForm } from '../destination-form.tsx';
import { KIND_WORDS } from '../kinds.ts';
import { RuleFields } from '../rule-fields.tsx';
import { TargetFields } from '../target-fields.tsx';
import { DestinationState } from '../view.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { RotateSecret } from './rotate-secret.tsx';

type Destination = AnswerOf<typeof GetDestination>;

/** A destination: whether messages get through, its rules, and its log. */
export function DestinationView({ id }: { id: string }) {
  const destination = useApi<typeof GetDestination>(`/api/v1/destinations/${id}`, 10_000);
  const role = useMe().data?.role;
  const mayChange = role === 'owner' || role === 'admin';
  return (
    <Loaded query={destination} skeleton={<Skeleton className="h-96" />}>
      {(one) => (
        <>
          <PageHead
            title={one.name}
            crumbs={[{ href: '/integrations' as Route, label: 'Integrations' }]}
            action={<DestinationState {...one} />}
          >
            {KIND_WORDS[one.kind].title}
            {one.settings.host && `, ${one.settings.host}`}. Added by {one.createdBy} <When ms={one.createdAt} />.
          </PageHead>
          {one.state === 'disabled' && (
            <div className="mb-4">
              <Notice tone="bad" title="Messages no longer go here">
                {one.disabledReason} Correct it below, then switch it on.
              </Notice>
            </div>
          )}
          {mayChange && <Actions destination={one} />}
          <DeliveryLog id={id} mayReplay={mayChange && one.state === 'active'} />
          {mayChange && <EditForm key={one.id} destination={one} />}
        </>
      )}
    </Loaded>
  );
}

function Actions({ destination: { id, name, kind, state } }: { destination: Destination }) {
  const router = useRouter();
  const [isRemoving, setRemoving] = useState(false);
  const test = useAction<typeof TestDestination>('POST', `/api/v1/destinations/${id}/test`);
  const change = useAction<typeof ChangeDestination, object>('PATCH', `/api/v1/destinations/${id}`, (body) => body);
  const remove = useAction<typeof RemoveDestination>('DELETE', `/api/v1/destinations/${id}`);
  return (
    <Section title="Connection">
      <div className="flex flex-col gap-4">
        <Switch
          label="Send messages"
          on={state === 'active'}
          busy={change.isPending}
          onChange={(on) => change.mutate({ state: on ? 'active' : 'paused' })}
        >
          What happens while this is off is not told afterwards.
        </Switch>
        {change.error && <Notice tone="bad">{change.error.message}</Notice>}
        <div className="flex flex-wrap gap-3">
          <Button busy={test.isPending} onClick={() => test.mutate()}>
            Send a test message
          </Button>
          {kind === 'webhook' && <RotateSecret id={id} />}
          <Button look="danger" onClick={() => setRemoving(true)}>
            Remove
          </Button>
        </div>
        {test.data && (
          <Notice
            tone={test.data.ok ? 'good' : 'bad'}
            title={test.data.ok ? 'The test message was taken' : 'The test message was not taken'}
          >
            <span className="[overflow-wrap:anywhere]">{test.data.answer}</span>
          </Notice>
        )}
        {test.error && <Notice tone="bad">{test.error.message}</Notice>}
      </div>
      <Confirm
        open={isRemoving}
        onOpenChange={setRemoving}
        title={`Remove ${name}?`}
        action="Remove destination"
        danger
        busy={remove.isPending}
        error={remove.error?.message}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => router.push('/integrations' as Route) })}
      >
        <p>Its log is deleted, and what waits to be sent is not sent. This cannot be undone.</p>
      </Confirm>
    </Section>
  );
}

function EditForm({ destination }: { destination: Destination }) {
  const { id, kind, settings } = destination;
  const change = useAction<typeof ChangeDestination, object>('PATCH', `/api/v1/destinations/${id}`, (body) => body);
  const form = useDestinationForm(kind, destination, async (body) => {
    await change.mutateAsync(body);
    form.reset(form.getValues());
  });
  return (
    <Section title="Settings and rules">
      <div className="max-w-3xl">
        <Form form={form}>
          <FormField form={form} name="name" label="Name" autoComplete="off" />
          <TargetFields kind={kind} form={form} ending={settings.ending} hasButtons={settings.hasButtons} />
          <RuleFields kind={kind} form={form} />
          <FormError form={form} />
          <SaveButton form={form} isSaved={change.isSuccess} />
        </Form>
      </div>
    </Section>
  );
}
