'use client';

import { useState } from 'react';
import { deletionInput } from '#app/api/v1/deletion/input.ts';
import type { GET as GetDeletion, POST as RequestDeletion, DELETE as Withdraw } from '#app/api/v1/deletion/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { FormField } from '#components/form/form.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { amount } from '#components/ui/format.ts';
import { Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';

const PATH = '/api/v1/deletion';
const moment = (ms: number) => new Date(ms).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'short' });
/** Hours in the unit that people would use. */
function span(hours: number): string {
  if (hours < 1) return amount(Math.max(1, Math.round(hours * 60)), 'minute');
  return hours >= 48 ? amount(Math.round(hours / 24), 'day') : amount(Math.round(hours), 'hour');
}

/** Asks for the deletion of the account, shows when it begins, and takes the request back. */
export function DeletionSection({ clientId, isOwner }: { clientId: string; isOwner: boolean }) {
  const deletion = useApi<typeof GetDeletion>(PATH, 10_000);
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title="Deletion"
      action={
        isOwner &&
        deletion.data?.state === 'none' && (
          <Button small look="danger" onClick={() => setOpen(true)}>
            Delete this account
          </Button>
        )
      }
    >
      <Loaded query={deletion} skeleton={<Skeleton className="h-24" />}>
        {({ state, requestedBy, dueAt, graceHours }) =>
          state === 'none' ? (
            <>
              <Explanation graceHours={graceHours} isOwner={isOwner} />
              {isOpen && <DeletionDialog clientId={clientId} graceHours={graceHours} onClose={() => setOpen(false)} />}
            </>
          ) : (
            <Pending requestedBy={requestedBy ?? ''} dueAt={dueAt ?? 0} isOwner={isOwner} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Explanation({ graceHours, isOwner }: { graceHours: number; isOwner: boolean }) {
  return (
    <div className="flex max-w-prose flex-col gap-2 text-ink-2">
      <p>
        Removes everything: what the agents sent, the graph, incidents, keys, the audit log, and the accounts of members who belong to no
        other client. The subscription is cancelled, and usage above the plan is charged up to then. Numbers and amounts of invoices are
        kept for accounting, and the client ID is never given to anybody else.
      </p>
      <p>
        {graceHours === 0
          ? 'The deletion begins at once.'
          : `The deletion begins ${span(graceHours)} after the request, and can be taken back until then.`}{' '}
        Owners get a signed report of what was removed by mail.
      </p>
      {!isOwner && <p>Only an owner can ask for it.</p>}
    </div>
  );
}

function Pending({ requestedBy, dueAt, isOwner }: { requestedBy: string; dueAt: number; isOwner: boolean }) {
  const withdraw = useAction<typeof Withdraw>('DELETE', PATH);
  return (
    <div className="flex flex-col gap-3">
      {withdraw.error && <Notice tone="bad">{withdraw.error.message}</Notice>}
      <Notice
        tone="warn"
        title={`This account will be deleted from ${moment(dueAt)}`}
        action={
          isOwner && (
            <Button busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
              Keep the account
            </Button>
          )
        }
      >
        {requestedBy} asked for it. New data is refused until then.{' '}
        {isOwner ? 'You can still export the data above.' : 'An owner can take it back.'}
      </Notice>
    </div>
  );
}

function DeletionDialog({ clientId, graceHours, onClose }: { clientId: string; graceHours: number; onClose: () => void }) {
  const request = useAction<typeof RequestDeletion, { confirm: string }>('POST', PATH, (body) => body);
  const form = useApiForm(deletionInput, {
    defaultValues: { confirm: '' },
    send: async (values) => {
      await request.mutateAsync(values);
      onClose();
    },
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title="Delete this account and all of its data?"
      action="Request deletion"
      danger
      busy={form.formState.isSubmitting}
      disabled={form.watch('confirm').trim() !== clientId}
      error={form.problem}
      onConfirm={() => void form.submit()}
    >
      <p>
        Agents are refused at once.{' '}
        {graceHours === 0 ? 'The deletion begins at once and' : `After ${span(graceHours)} the deletion begins, and then`} cannot be undone.
      </p>
      <FormField form={form} name="confirm" label={`Type ${clientId} to confirm`} autoComplete="off" spellCheck={false} />
    </Confirm>
  );
}
