'use client';

import { z } from 'zod';
import type { PUT as SetSpendCap } from '#app/api/v1/billing/spend-cap/route.ts';
import type { GET as GetLimits } from '#app/api/v1/limits/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SaveButton } from '#components/form/form.tsx';
import { Section } from '#components/ui/page.tsx';
import { Notice } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Cap = AnswerOf<typeof GetLimits>['spendCap'];
const dollarsInput = z.object({
  cents: z
    .string()
    .trim()
    .regex(/^(\d{1,8}(\.\d{1,2})?)?$/, 'Enter an amount such as 250 or 99.50, or nothing.'),
  isHard: z.boolean(),
});

/** The most overage of a month that the client wants to pay; only where there is overage. */
export function SpendCap() {
  const limits = useApi<typeof GetLimits>('/api/v1/limits', 30_000).data;
  if (!limits?.hasOverage) return null;
  const { spendCap } = limits;
  return <SpendCapForm key={`${spendCap.cents} ${spendCap.isHard}`} cap={spendCap} />;
}

function SpendCapForm({ cap }: { cap: Cap }) {
  const set = useAction<typeof SetSpendCap, { cents: number | null; isHard: boolean }>('PUT', '/api/v1/billing/spend-cap', (body) => body);
  const form = useApiForm(dollarsInput, {
    defaultValues: { cents: cap.cents === null ? '' : (cap.cents / 100).toFixed(2), isHard: cap.isHard },
    send: async (values) => {
      await set.mutateAsync({ cents: values.cents === '' ? null : Math.round(Number(values.cents) * 100), isHard: values.isHard });
      form.reset(values);
    },
  });
  return (
    <Section title="Spend cap">
      {cap.isReached && (
        <div className="mb-3">
          <Notice tone="bad" title="The cap is reached">
            Usage above your plan is refused until the month is over. Raise the cap to continue now.
          </Notice>
        </div>
      )}
      <Form form={form}>
        <FormField
          form={form}
          name="cents"
          label="Most overage per month, in dollars"
          hint="Without an amount there is no cap. You are told at 50, 80 and 100 %."
          inputMode="decimal"
        />
        <label className="flex items-start gap-2">
          <input type="checkbox" className="mt-1 accent-accent" {...form.register('isHard')} />
          <span>
            Refuse usage above the plan when the cap is reached
            <span className="block text-sm text-ink-2">Otherwise you are only told. Usage is compared with the cap every two minutes.</span>
          </span>
        </label>
        <FormError form={form} />
        <SaveButton form={form} isSaved={set.isSuccess} />
      </Form>
    </Section>
  );
}
