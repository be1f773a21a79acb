'use client';

import type { Route } from 'next';
import type { PUT as FailCard } from '#app/api/v1/admin/stripe-simulation/cards/route.ts';
import type { POST as TurnClock } from '#app/api/v1/admin/stripe-simulation/clock/route.ts';
import type { GET as GetSimulation } from '#app/api/v1/admin/stripe-simulation/route.ts';
import type { PUT as SetFaults } from '#app/api/v1/admin/stripe-simulation/webhook-faults/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { amount } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { Table } from '#components/ui/table.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';

type Simulation = AnswerOf<typeof GetSimulation>;
type Customer = Simulation['customers'][number];
type Step = { days: number } | { to: 'next' | 'next_invoice' };

const PATH = '/api/v1/admin/stripe-simulation';
const DELAY_MS = 10_000;
/** Stripe's time is not that of the person who reads: always UTC. */
const utc = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const HAPPENED: Record<string, string> = {
  'period end': 'A billing period ended.',
  cancellation: 'A subscription was cancelled.',
  charge: 'A card was charged.',
  expiry: 'Something expired that nobody had paid in time.',
  finalisation: 'An invoice was finalised.',
  schedule: 'A scheduled change of plan took effect.',
};

/** The simulated Stripe: a month's end can be walked through by turning its clock, and payments and webhooks can be made to fail. */
export function SimulationView() {
  const simulation = useApi<typeof GetSimulation>(PATH, 5_000);
  return (
    <>
      <PageHead title="Simulated Stripe" crumbs={PROVIDER_CRUMBS}>
        Payments are simulated on this machine. Set the time forward to see invoices, failed payments, suspension and resumption. Time only
        moves at Stripe and in billing; clusters and incidents keep the real time.
      </PageHead>
      <Loaded query={simulation} skeleton={<Skeleton className="h-96" />}>
        {(data) => (
          <>
            <Clock data={data} />
            <Customers customers={data.customers} />
            <Webhooks faults={data.faults} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Clock({ data }: { data: Simulation }) {
  const turn = useAction<typeof TurnClock, Step>('POST', `${PATH}/clock`, (step) => step);
  const isTurning = (step: Step) => turn.isPending && JSON.stringify(turn.variables) === JSON.stringify(step);
  const button = (label: string, step: Step, disabled = false) => (
    <Button onClick={() => turn.mutate(step)} busy={isTurning(step)} disabled={disabled || turn.isPending}>
      {label}
    </Button>
  );
  const done = turn.data?.done ?? [];
  return (
    <Section title="Time">
      <p className="text-lg font-medium tabular-nums">{utc(data.now)}</p>
      <p className="mt-1 text-ink-2">
        {data.next ? `Next: ${data.next.kind} on ${utc(data.next.at)}.` : 'Nothing is due.'}{' '}
        {data.nextInvoiceAt === null
          ? 'There is no next invoice: nobody has a subscription.'
          : `The next invoice is due on ${utc(data.nextInvoiceAt)}.`}
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        {button('Next day', { days: 1 })}
        {button('Next invoice', { to: 'next_invoice' }, data.nextInvoiceAt === null)}
        {button('Whatever is next', { to: 'next' }, data.next === null)}
      </div>
      <div aria-live="polite" className="mt-4">
        {turn.error && (
          <Notice tone="bad" title="The time was not changed">
            {turn.error.message}
          </Notice>
        )}
        {turn.isSuccess && done.length === 0 && <p className="text-ink-2">Nothing was due on the way.</p>}
        {done.length > 0 && (
          <ul className="list-disc pl-5">
            {done.map(({ at, kind, customer }) => {
              const of = data.customers.find(({ id }) => id === customer);
              return (
                <li key={`${at} ${kind} ${customer}`}>
                  {utc(at)}: {HAPPENED[kind] ?? kind} {of ? `(${of.name ?? of.id})` : ''}
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </Section>
  );
}

function Customers({ customers }: { customers: Customer[] }) {
  const fail = useAction<typeof FailCard, { customerId: string; decline: 'generic_decline' | null }>(
    'PUT',
    `${PATH}/cards`,
    (input) => input,
  );
  return (
    <Section title="Customers" flush>
      {fail.error && (
        <div className="p-4">
          <Notice tone="bad" title="The card was not changed">
            {fail.error.message}
          </Notice>
        </div>
      )}
      {customers.length === 0 ? (
        <Empty title="No customers yet">A client becomes a customer of Stripe when it opens a checkout.</Empty>
      ) : (
        <Table
          label="Customers"
          rows={customers}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'client',
              head: 'Client',
              order: ({ clientId, id }) => clientId ?? id,
              cell: (customer) => <ClientName customer={customer} />,
            },
            { key: 'subscription', head: 'Subscription', cell: ({ subscription }) => subscription?.replace('_', ' ') ?? 'None' },
            { key: 'open', head: 'Open', cell: ({ openInvoices }) => amount(openInvoices, 'invoice') },
            { key: 'card', head: 'Card', cell: ({ card }) => <CardState card={card} /> },
            {
              key: 'do',
              head: 'Charges',
              cell: ({ id, card, name, clientId }) =>
                card && (
                  <Button
                    small
                    busy={fail.isPending && fail.variables.customerId === id}
                    aria-label={`${card.decline ? 'Restore the card' : 'Make the next charges fail'} of ${clientId ?? name ?? id}`}
                    onClick={() => fail.mutate({ customerId: id, decline: card.decline ? null : 'generic_decline' })}
                  >
                    {card.decline ? 'Restore the card' : 'Make the next charges fail'}
                  </Button>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}

function ClientName({ customer: { id, clientId, name } }: { customer: Customer }) {
  if (!clientId) return <span>{name ?? id}</span>;
  return (
    <Link href={`/admin/clients/${clientId}` as Route} className="link font-mono">
      {clientId}
    </Link>
  );
}

function CardState({ card }: { card: Customer['card'] }) {
  if (!card) return <span className="text-ink-2">None</span>;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="tabular-nums">
        {card.brand} …{card.last4}
      </span>
      {card.decline ? <Badge tone="bad">Declines</Badge> : <Badge tone="good">On file</Badge>}
    </span>
  );
}

function Webhooks({ faults }: { faults: Simulation['faults'] }) {
  const set = useAction<typeof SetFaults, Simulation['faults']>('PUT', `${PATH}/webhook-faults`, (input) => input);
  const change = (part: Partial<Simulation['faults']>) => set.mutate({ ...faults, ...part });
  return (
    <Section title="Webhooks">
      {set.error && (
        <div className="mb-4">
          <Notice tone="bad" title="The webhooks were not changed">
            {set.error.message}
          </Notice>
        </div>
      )}
      <div className="flex flex-col gap-4">
        <Switch label="Send every event twice" on={faults.duplicate} busy={set.isPending} onChange={(duplicate) => change({ duplicate })} />
        <Switch label="Swap successive events" on={faults.reorder} busy={set.isPending} onChange={(reorder) => change({ reorder })} />
        <Switch
          label="Send events late"
          on={faults.delayMs > 0}
          busy={set.isPending}
          onChange={(on) => change({ delayMs: on ? DELAY_MS : 0 })}
        >
          Each one after {DELAY_MS / 1000} seconds.
        </Switch>
        <Switch label="Send no events" on={faults.drop} busy={set.isPending} onChange={(drop) => change({ drop })}>
          The product finds what it missed in Stripe’s list of events.
        </Switch>
      </div>
    </Section>
  );
}
