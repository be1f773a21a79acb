'use client';

import { useState } from 'react';
import { z } from 'zod';
import type { DELETE as EndContract } from '#app/api/v1/admin/clients/[id]/contracts/[contract]/route.ts';
import type { GET as ListContracts, POST as MakeContract } from '#app/api/v1/admin/clients/[id]/contracts/route.ts';
import { contractInput } from '#app/api/v1/admin/plans/input.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { dollars, utcDate } from '#components/ui/format.ts';
import { Section } from '#components/ui/page.tsx';
import { Badge, Empty, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { termsInput, typedTerms } from '../../plans/terms.ts';
import { TermsFields } from '../../plans/terms-fields.tsx';

type Contract = AnswerOf<typeof ListContracts>['items'][number];

/** The contracts of a client: limits and prices of its own, from a day to a day. */
export function ContractsSection({ clientId }: { clientId: string }) {
  const contracts = useApi<typeof ListContracts>(`/api/v1/admin/clients/${clientId}/contracts`);
  const [isOpen, setOpen] = useState(false);
  const newest = contracts.data?.items[0];
  return (
    <Section
      title="Contracts"
      flush
      action={
        <Button small onClick={() => setOpen(true)}>
          New contract
        </Button>
      }
    >
      <Loaded query={contracts} skeleton={<Skeleton className="h-24" />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No contracts">A contract gives this client limits and prices of its own, on the Enterprise plan.</Empty>
          ) : (
            <ContractTable clientId={clientId} contracts={items} />
          )
        }
      </Loaded>
      <Dialog open={isOpen} onOpenChange={setOpen} title="New contract">
        <NewContract clientId={clientId} like={newest} onClose={() => setOpen(false)} />
      </Dialog>
    </Section>
  );
}

function ContractTable({ clientId, contracts }: { clientId: string; contracts: readonly Contract[] }) {
  return (
    <Table
      label="Contracts"
      sortName="contracts"
      rows={contracts}
      rowKey={({ id }) => id}
      columns={[
        { key: 'starts', head: 'From', short: true, cell: ({ startsAt }) => utcDate(startsAt) },
        { key: 'ends', head: 'Until', short: true, cell: ({ endsAt }) => (endsAt === null ? 'further notice' : utcDate(endsAt)) },
        {
          key: 'price',
          head: 'Price per month',
          figures: true,
          cell: ({ terms }) => (terms.monthlyCents === null ? 'not set' : dollars(terms.monthlyCents)),
        },
        {
          key: 'note',
          head: 'Note',
          cell: ({ note, currencyNote }) => (
            <>
              {note}
              {currencyNote && <span className="block text-sm text-ink-2">{currencyNote}</span>}
            </>
          ),
        },
        {
          key: 'state',
          head: 'State',
          cell: ({ isInForce }) => (isInForce ? <Badge tone="good">In force</Badge> : <span className="text-ink-2">Not in force</span>),
        },
        { key: 'end', head: 'Action', cell: (contract) => <EndButton clientId={clientId} contract={contract} /> },
      ]}
    />
  );
}

function EndButton({ clientId, contract: { id, startsAt, endsAt } }: { clientId: string; contract: Contract }) {
  const [isOpen, setOpen] = useState(false);
  const end = useAction<typeof EndContract>('DELETE', `/api/v1/admin/clients/${clientId}/contracts/${id}`);
  if (endsAt !== null && endsAt <= Date.now()) return <span className="text-ink-2">–</span>;
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        End<span className="sr-only"> the contract from {utcDate(startsAt)}</span>
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title="End this contract now?"
        action="End contract"
        danger
        busy={end.isPending}
        error={end.error?.message}
        onConfirm={() => end.mutate(undefined, { onSuccess: () => setOpen(false) })}
      >
        <p>The client stays on the Enterprise plan, with the limits of that plan.</p>
      </Confirm>
    </>
  );
}

const chosenDay = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'Choose a day.');
const schema = z.object({
  terms: termsInput,
  currencyNote: z.string().trim().max(500, 'Use at most 500 characters.'),
  note: contractInput.shape.note,
  startsAt: chosenDay.transform((text) => Date.parse(text)),
  endsAt: z.union([z.literal('').transform(() => null), chosenDay.transform((text) => Date.parse(text))]),
});

function NewContract({ clientId, like, onClose }: { clientId: string; like: Contract | undefined; onClose: () => void }) {
  const make = useAction<typeof MakeContract, z.output<typeof schema>>(
    'POST',
    `/api/v1/admin/clients/${clientId}/contracts`,
    (body) => body,
  );
  const form = useApiForm(schema, {
    defaultValues: {
      terms: typedTerms(like?.terms ?? PLANS.enterprise),
      currencyNote: like?.currencyNote ?? '',
      note: '',
      startsAt: new Date().toISOString().slice(0, 10),
      endsAt: '',
    },
    send: async (values) => {
      await make.mutateAsync(values);
      onClose();
    },
  });
  return (
    <Form form={form}>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField form={form} name="startsAt" type="date" label="From" hint="The beginning of that day, UTC." required />
        <FormField form={form} name="endsAt" type="date" label="Until" hint="Empty: until further notice." />
      </div>
      <TermsFields form={form} />
      <FormField form={form} name="currencyNote" label="Currency note" hint="What was agreed about the currency." autoComplete="off" />
      <FormField form={form} name="note" label="Note" hint="Such as where the signed contract is." autoComplete="off" required />
      <FormError form={form} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <SubmitButton form={form}>Make contract</SubmitButton>
      </div>
    </Form>
  );
}
