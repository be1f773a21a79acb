'use client';

import { z } from 'zod';
import type { PUT as SetContact } from '#app/api/v1/billing/contact/route.ts';
import { emailAddress } from '#app/api/v1/inputs.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, SaveButton } from '#components/form/form.tsx';
import { Section } from '#components/ui/page.tsx';

const schema = z.object({ email: z.union([z.literal(''), emailAddress]) });

/** The address for invoices and other mails about money. */
export function BillingContact({ email }: { email: string | null }) {
  const set = useAction<typeof SetContact, { email: string }>('PUT', '/api/v1/billing/contact', (body) => (body.email ? body : {}));
  const form = useApiForm(schema, {
    defaultValues: { email: email ?? '' },
    send: async (values) => {
      await set.mutateAsync(values);
      form.reset(values);
    },
  });
  return (
    <Section title="Billing contact">
      <Form form={form}>
        <FormField
          form={form}
          name="email"
          type="email"
          label="Email address"
          hint="Invoices and payment reminders go there; to the owners if it is empty."
          autoComplete="email"
        />
        <FormError form={form} />
        <SaveButton form={form} isSaved={set.isSuccess} />
      </Form>
    </Section>
  );
}
