'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { POST as OpenClient } from '#app/api/v1/admin/clients/route.ts';
import { useAction } from '#components/api.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { dollars } from '#components/ui/format.ts';
import { Select } from '#components/ui/select.tsx';
import { Notice } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';
import { PLANS, type PlanName } from '#lib/plans/index.ts';

const OFFERED: PlanName[] = ['free', 'basic', 'pro', 'enterprise'];

/** Opens a client on the staff's word, and shows its API key, this once. */
export function OpenClientDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [clientId, setClientId] = useState('');
  const [email, setEmail] = useState('');
  const [plan, setPlan] = useState<PlanName>('pro');
  const open = useAction<typeof OpenClient>('POST', '/api/v1/admin/clients', () => ({
    name,
    plan,
    ...(clientId.trim() ? { clientId: clientId.trim() } : {}),
    ...(email.trim() ? { email: email.trim() } : {}),
  }));
  const errors = open.error?.fields ?? {};
  const opened = open.data;
  return (
    <Dialog open onOpenChange={(shown) => !shown && onClose()} title={opened ? `${name} is open` : 'Open a client'}>
      {opened ? (
        <div className="flex flex-col gap-4">
          <Notice tone="warn">Copy the API key now: it is stored hashed and cannot be shown again.</Notice>
          <div>
            <p className="mb-1 text-sm font-medium">Client id</p>
            <CopyText block text={opened.client_id} label="Copy the client id" />
          </div>
          <div>
            <p className="mb-1 text-sm font-medium">API key</p>
            <CopyText block text={opened.api_key} label="Copy the API key" />
          </div>
          {opened.invitation === 'sent' && (
            <p className="text-ink-2">{email.trim()} owns the account and got a link to choose a password.</p>
          )}
          {opened.invitation === 'failed' && (
            <Notice tone="bad" title="The mail to the owner could not be sent">
              {email.trim()} owns the account all the same: the page for a forgotten password sends a new link once mails go out.
            </Notice>
          )}
          <Link href={`/admin/clients/${opened.client_id}`} className={buttonClass('primary')}>
            I have copied it, show the client
          </Link>
        </div>
      ) : (
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            open.mutate();
          }}
        >
          <Field
            label="Name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={errors.name}
            autoComplete="off"
            required
          />
          <Field
            label="Client id"
            value={clientId}
            onChange={(event) => setClientId(event.target.value)}
            error={errors.clientId}
            hint="Empty: proposed from the name. It cannot be changed later."
            autoComplete="off"
            spellCheck={false}
          />
          <Field
            label="Owner's email"
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            error={errors.email}
            hint="Gets a link to choose a password. Empty: the client uses its API key only."
            autoComplete="off"
          />
          <Select label="Plan" value={plan} onChange={(event) => setPlan(event.target.value as PlanName)}>
            {OFFERED.map((one) => {
              const cents = PLANS[one].monthlyCents;
              return (
                <option key={one} value={one}>
                  {PLANS[one].name}, {cents === null ? 'by contract' : `${dollars(cents)} a month`}
                </option>
              );
            })}
          </Select>
          <p className="text-sm text-ink-2">A paid plan that you give needs no subscription: nothing is charged by card.</p>
          {open.error && Object.keys(errors).length === 0 && <Notice tone="bad">{open.error.message}</Notice>}
          <Button type="submit" look="primary" busy={open.isPending} className="self-end">
            Open the client
          </Button>
        </form>
      )}
    </Dialog>
  );
}
