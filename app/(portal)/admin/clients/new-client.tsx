'use client';

import { useState } from 'react';
import { z } from 'zod';
import { createClientInput } from '#app/api/v1/admin/clients/input.ts';
import type { POST as CreateClient } from '#app/api/v1/admin/clients/route.ts';
import { clientId, emailAddress } from '#app/api/v1/inputs.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, FormSelect, SubmitButton } from '#components/form/form.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { dollars } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import type { Offers, PlanName } from '#lib/plans/index.ts';

const OFFERED: PlanName[] = ['free', 'basic', 'pro', 'enterprise'];
/** A field that may be left empty; the request then lacks it. */
const optional = <T extends z.ZodType<string, string>>(schema: T) => z.union([z.literal('').transform(() => undefined), schema]);
const newClientInput = createClientInput.extend({ clientId: optional(clientId), email: optional(emailAddress) });

interface Created {
  name: string;
  email: string | undefined;
  answer: AnswerOf<typeof CreateClient>;
}

/** Creates a client on behalf of the staff, and shows its API key, this one time. */
export function NewClientDialog({ plans, onClose }: { plans: Offers; onClose: () => void }) {
  const [created, setCreated] = useState<Created>();
  return (
    <Dialog
      open
      isDismissible={created === undefined}
      onOpenChange={(open) => !open && onClose()}
      title={created ? `${created.name} has been created` : 'New client'}
    >
      {created ? <CreatedClient {...created} /> : <NewClientForm plans={plans} onCreated={setCreated} />}
    </Dialog>
  );
}

function NewClientForm({ plans, onCreated }: { plans: Offers; onCreated: (created: Created) => void }) {
  const create = useAction<typeof CreateClient, object>('POST', '/api/v1/admin/clients', (body) => body);
  const form = useApiForm(newClientInput, {
    defaultValues: { name: '', clientId: '', email: '', plan: 'pro' },
    send: async (values) => onCreated({ name: values.name, email: values.email, answer: await create.mutateAsync(values) }),
  });
  return (
    <Form form={form}>
      <FormField form={form} name="name" label="Name" autoComplete="off" required />
      <FormField
        form={form}
        name="clientId"
        label="Client ID"
        hint="Optional; derived from the name if left empty. It cannot be changed later."
        autoComplete="off"
        spellCheck={false}
      />
      <FormField
        form={form}
        name="email"
        label="Owner's email"
        type="email"
        hint="Optional. The owner gets a link to choose a password; without an owner the client uses its API key only."
        autoComplete="off"
      />
      <FormSelect form={form} name="plan" label="Plan">
        {OFFERED.map((name) => {
          const cents = plans[name].monthlyCents;
          return (
            <option key={name} value={name}>
              {plans[name].name}, {cents === null ? 'by contract' : `${dollars(cents)} per month`}
            </option>
          );
        })}
      </FormSelect>
      <p className="text-sm text-ink-2">A paid plan that you assign here needs no subscription: no card is charged.</p>
      <FormError form={form} />
      <SubmitButton form={form} className="self-end">
        Create client
      </SubmitButton>
    </Form>
  );
}

function CreatedClient({ email, answer }: Created) {
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn">Copy the API key now. Only its hash is stored, so it cannot be shown again.</Notice>
      <div>
        <p className="mb-1 text-sm font-medium">Client ID</p>
        <CopyText block text={answer.client_id} label="Copy the client ID" />
      </div>
      <div>
        <p className="mb-1 text-sm font-medium">API key</p>
        <CopyText block text={answer.api_key} label="Copy the API key" />
      </div>
      {answer.invitation === 'sent' && <p className="text-ink-2">{email} owns the account and was sent a link to choose a password.</p>}
      {answer.invitation === 'failed' && (
        <Notice tone="bad" title="The mail to the owner could not be sent">
          {email} owns the account nevertheless. Once mail works, “Forgot your password?” on the sign-in page sends a new link.
        </Notice>
      )}
      <Link href={`/admin/clients/${answer.client_id}`} className={buttonClass('primary')}>
        I have copied it; show the client
      </Link>
    </div>
  );
}
