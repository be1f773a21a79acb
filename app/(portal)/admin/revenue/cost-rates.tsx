'use client';

import { z } from 'zod';
import type { GET as GetCostRates, PUT as SetCostRates } from '#app/api/v1/admin/cost-rates/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SubmitButton } from '#components/form/form.tsx';
import { Loaded } from '#components/loaded.tsx';
import { Section } from '#components/ui/page.tsx';
import { Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Rates = AnswerOf<typeof GetCostRates>;
const LABELS: Record<keyof Rates, string> = {
  storage_gb_month: 'One GB of storage for a month',
  million_events: 'One million events',
  client_month: 'One client for a month',
};
const rate = z
  .string()
  .regex(/^\d{1,5}(\.\d{1,6})?$/, 'Enter dollars, such as 0.25.')
  .transform(Number);
const schema = z.object({ storage_gb_month: rate, million_events: rate, client_month: rate });

/** What a unit of usage costs the provider; margins are computed from it. */
export function CostRatesSection() {
  const rates = useApi<typeof GetCostRates>('/api/v1/admin/cost-rates');
  return (
    <Section title="Cost rates">
      <Loaded query={rates} skeleton={<Skeleton className="h-40" />}>
        {(data) => <RatesForm key={JSON.stringify(data)} rates={data} />}
      </Loaded>
    </Section>
  );
}

function RatesForm({ rates }: { rates: Rates }) {
  const set = useAction<typeof SetCostRates, Rates>('PUT', '/api/v1/admin/cost-rates', (body) => body);
  const text = (name: keyof Rates) => String(rates[name] / 100);
  const form = useApiForm(schema, {
    defaultValues: {
      storage_gb_month: text('storage_gb_month'),
      million_events: text('million_events'),
      client_month: text('client_month'),
    },
    send: (dollarsOf) =>
      set.mutateAsync({
        storage_gb_month: dollarsOf.storage_gb_month * 100,
        million_events: dollarsOf.million_events * 100,
        client_month: dollarsOf.client_month * 100,
      }),
  });
  return (
    <Form form={form}>
      <p className="text-ink-2">In US dollars. The cost of a client is computed from its measured storage and events.</p>
      <div className="grid gap-4 sm:grid-cols-3">
        {(Object.keys(LABELS) as (keyof Rates)[]).map((name) => (
          <FormField key={name} form={form} name={name} label={LABELS[name]} inputMode="decimal" autoComplete="off" />
        ))}
      </div>
      <FormError form={form} />
      <div>
        <SubmitButton form={form} disabled={!form.formState.isDirty}>
          Save cost rates
        </SubmitButton>
      </div>
    </Form>
  );
}
