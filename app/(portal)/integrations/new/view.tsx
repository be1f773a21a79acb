'use client';

import type { Route } from 'next';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import type { POST as AddDestination, GET as ListDestinations } from '#app/api/v1/destinations/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';
import { KINDS, type Kind } from '#lib/notifications/input.ts';
import { useDestinationForm } from '../destination-form.tsx';
import { KIND_WORDS } from '../kinds.ts';
import { RuleFields } from '../rule-fields.tsx';
import { TargetFields } from '../target-fields.tsx';

const CRUMBS = [{ href: '/integrations' as Route, label: 'Integrations' }];

/** Adds a destination: first its kind, then where it is and its rules. */
export function NewDestinationView() {
  const asked = useSearchParams().get('kind');
  const kind = KINDS.find((one) => one === asked);
  const { data } = useApi<typeof ListDestinations>('/api/v1/destinations');
  if (kind) {
    const unavailable = data?.unavailable.find((one) => one.kind === kind)?.reason;
    return (
      <>
        <PageHead title={`Add ${KIND_WORDS[kind].title}`} crumbs={CRUMBS}>
          {KIND_WORDS[kind].about}
        </PageHead>
        {unavailable && (
          <div className="mb-4">
            <Notice tone="warn">{unavailable}</Notice>
          </div>
        )}
        <NewDestinationForm key={kind} kind={kind} />
      </>
    );
  }
  return (
    <>
      <PageHead title="Add a destination" crumbs={CRUMBS}>
        Where do you want to be told of incidents?
      </PageHead>
      <ul className="grid gap-3 sm:grid-cols-2">
        {KINDS.map((one) => (
          <li key={one}>
            <Link href={`/integrations/new?kind=${one}` as Route} className="block h-full rounded-lg border bg-surface p-4 hover:bg-sunken">
              <span className="font-semibold">{KIND_WORDS[one].title}</span>
              <span className="block text-ink-2">{KIND_WORDS[one].about}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function NewDestinationForm({ kind }: { kind: Kind }) {
  const router = useRouter();
  const [made, setMade] = useState<{ id: string; secret: string }>();
  const add = useAction<typeof AddDestination, object>('POST', '/api/v1/destinations', (body) => body);
  const form = useDestinationForm(kind, undefined, async (body) => {
    const { destination, signingSecret } = await add.mutateAsync({ kind, ...body });
    if (signingSecret) setMade({ id: destination.id, secret: signingSecret });
    else router.push(`/integrations/${destination.id}` as Route);
  });
  return (
    <Section title="Settings and rules">
      <div className="max-w-3xl">
        <Form form={form}>
          <FormField form={form} name="name" label="Name" hint="Who reads it, such as the team or the channel." autoComplete="off" />
          <TargetFields kind={kind} form={form} />
          <RuleFields kind={kind} form={form} />
          <FormError form={form} />
          <SubmitButton form={form} className="self-start">
            Add destination
          </SubmitButton>
        </Form>
      </div>
      {made && (
        <Dialog open onOpenChange={() => {}} title="The secret of your webhook">
          <div className="flex flex-col gap-4">
            <Notice tone="warn">Copy it now: it cannot be shown again. With it your program checks that a message is from KG RCA.</Notice>
            <CopyText block text={made.secret} label="Copy the secret" />
            <Button look="primary" className="self-end" onClick={() => router.push(`/integrations/${made.id}` as Route)}>
              I have copied it
            </Button>
          </div>
        </Dialog>
      )}
    </Section>
  );
}
