'use client';

import { useState } from 'react';
import { z } from 'zod';
import type { POST as Migrate } from '#app/api/v1/admin/plans/[plan]/migrations/route.ts';
import type { POST as CreateVersion } from '#app/api/v1/admin/plans/[plan]/versions/route.ts';
import { planVersionInput } from '#app/api/v1/admin/plans/input.ts';
import type { GET as ListVersions } from '#app/api/v1/admin/plans/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { amount, count, dollars } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PLAN_NAMES, PLANS, type PlanName } from '#lib/plans/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';
import { termLabel, termsInput, termText, typedTerms } from './terms.ts';
import { TermsFields } from './terms-fields.tsx';

type Version = AnswerOf<typeof ListVersions>['items'][number];

/** The versions of the plans: who is on which, what each changed, and how a new one is made and given to clients. */
export function PlansView() {
  const versions = useApi<typeof ListVersions>('/api/v1/admin/plans', 30_000);
  return (
    <>
      <PageHead title="Plans" crumbs={PROVIDER_CRUMBS}>
        A version never changes. New clients get the newest one; others keep theirs until you migrate them. Contracts are on the page of
        their client.
      </PageHead>
      <Loaded query={versions} skeleton={<Skeleton className="h-96" />}>
        {({ items }) =>
          PLAN_NAMES.map((plan) => <PlanSection key={plan} plan={plan} versions={items.filter((one) => one.plan === plan)} />)
        }
      </Loaded>
    </>
  );
}

function PlanSection({ plan, versions }: { plan: PlanName; versions: readonly Version[] }) {
  const [newest] = versions;
  const behind = versions.slice(1).reduce((sum, { clients }) => sum + clients, 0);
  return (
    <Section
      title={PLANS[plan].name}
      flush
      action={
        <span className="flex flex-wrap gap-2">
          {behind > 0 && <MigrateButton plan={plan} clients={behind} />}
          {newest && <NewVersionButton plan={plan} newest={newest} />}
        </span>
      }
    >
      <Table
        label={`Versions of ${PLANS[plan].name}`}
        sortName={plan}
        rows={versions}
        rowKey={({ version }) => String(version)}
        columns={[
          { key: 'version', head: 'Version', cell: ({ version }) => count(version) },
          {
            key: 'price',
            head: 'Price per month',
            figures: true,
            cell: ({ terms }) => (terms.monthlyCents === null ? 'by contract' : dollars(terms.monthlyCents)),
          },
          { key: 'clients', head: 'Clients', figures: true, cell: ({ clients }) => count(clients) },
          { key: 'changes', head: 'What it changed', cell: (version) => <Changes version={version} /> },
          {
            key: 'made',
            head: 'Made',
            cell: ({ createdAt, createdBy }) => (
              <>
                <When ms={createdAt} /> <span className="block text-sm break-all text-ink-2">{createdBy}</span>
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

function Changes({ version: { changes, note } }: { version: Version }) {
  return (
    <>
      <span className="text-ink-2">{note}</span>
      {changes.length > 0 && (
        <ul className="mt-1">
          {changes.map(({ path, before, after }) => (
            <li key={path}>
              {termLabel(path)}: {termText(path, before)} to {termText(path, after)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function NewVersionButton({ plan, newest }: { plan: PlanName; newest: Version }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        New version<span className="sr-only"> of {PLANS[plan].name}</span>
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={`New version of ${PLANS[plan].name}`}>
        <NewVersion plan={plan} newest={newest} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function NewVersion({ plan, newest, onClose }: { plan: PlanName; newest: Version; onClose: () => void }) {
  const create = useAction<typeof CreateVersion, z.output<typeof schema>>('POST', `/api/v1/admin/plans/${plan}/versions`, (body) => body);
  const schema = z.object({ terms: termsInput, note: planVersionInput.shape.note });
  const form = useApiForm(schema, {
    defaultValues: { terms: typedTerms(newest.terms), note: '' },
    send: async (values) => {
      await create.mutateAsync(values);
      onClose();
    },
  });
  return (
    <Form form={form}>
      <p className="text-ink-2">New clients get it at once. Nobody else is affected until you migrate them.</p>
      <TermsFields form={form} />
      <FormField form={form} name="note" label="Note" hint="What it is for; staff read it here." autoComplete="off" required />
      <FormError form={form} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <SubmitButton form={form}>Make version {newest.version + 1}</SubmitButton>
      </div>
    </Form>
  );
}

function MigrateButton({ plan, clients }: { plan: PlanName; clients: number }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button small look="primary" onClick={() => setOpen(true)}>
        Migrate {amount(clients, 'client')}
        <span className="sr-only"> of {PLANS[plan].name}</span>
      </Button>
      {isOpen && <MigrateDialog plan={plan} clients={clients} onClose={() => setOpen(false)} />}
    </>
  );
}

function MigrateDialog({ plan, clients, onClose }: { plan: PlanName; clients: number; onClose: () => void }) {
  const migrate = useAction<typeof Migrate, { at: number }>('POST', `/api/v1/admin/plans/${plan}/migrations`, (body) => body);
  const at = z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'Choose a day.')
    .transform((day) => Date.parse(day));
  const form = useApiForm(z.object({ at }), {
    defaultValues: { at: '' },
    send: async (values) => {
      await migrate.mutateAsync(values);
      onClose();
    },
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Migrate ${amount(clients, 'client')} to the newest ${PLANS[plan].name}?`}
      action="Migrate and tell them"
      busy={form.formState.isSubmitting}
      error={form.problem}
      onConfirm={() => void form.submit()}
    >
      <p>
        They are told by mail now what changes for them. Limits and overage change on that day, the price with the next invoice after it.
      </p>
      <FormField form={form} name="at" type="date" label="From" hint="At least 14 days from now (UTC)." required />
      {clients > 100 && <Notice tone="info">This sends a mail to each of them.</Notice>}
    </Confirm>
  );
}
