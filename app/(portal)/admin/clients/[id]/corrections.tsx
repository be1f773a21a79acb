'use client';

import { useState } from 'react';
import { z } from 'zod';
import type { POST as CreditClient } from '#app/api/v1/admin/clients/[id]/credits/route.ts';
import type { PUT as GrantGrace } from '#app/api/v1/admin/clients/[id]/grace/route.ts';
import type { POST as CorrectInvoice } from '#app/api/v1/admin/clients/[id]/invoices/[invoice]/credit-notes/route.ts';
import { reason } from '#app/api/v1/inputs.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { FormCheckbox, FormField } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';

/** An amount as people type it, as integer cents. */
const dollarsInput = z
  .string()
  .trim()
  .regex(/^\d{1,7}(\.\d{1,2})?$/, 'Enter dollars, such as 25 or 25.50.')
  .transform((text) => Math.round(Number(text) * 100));
const REASON_HINT = "Sent to the client, and recorded in the client's audit log.";

/** Gives a client credit for its next invoices. */
export function CreditButton({ clientId }: { clientId: string }) {
  return <Opened label="Give credit">{(close) => <CreditDialog clientId={clientId} onClose={close} />}</Opened>;
}

/** Gives a client time before failed payments suspend it. */
export function GraceButton({ clientId }: { clientId: string }) {
  return <Opened label="Grant time to pay">{(close) => <GraceDialog clientId={clientId} onClose={close} />}</Opened>;
}

/** Corrects an invoice by a credit note. */
export function CorrectionButton(invoice: { clientId: string; invoiceId: string; number: string; isPaid: boolean }) {
  return (
    <Opened label="Correct" about={`invoice ${invoice.number}`}>
      {(close) => <CorrectionDialog {...invoice} onClose={close} />}
    </Opened>
  );
}

function Opened({ label, about, children }: { label: string; about?: string; children: (close: () => void) => React.ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        {label}
        {about && <span className="sr-only"> {about}</span>}
      </Button>
      {isOpen && children(() => setOpen(false))}
    </>
  );
}

function CreditDialog({ clientId, onClose }: { clientId: string; onClose: () => void }) {
  const [requestId] = useState(() => crypto.randomUUID());
  const credit = useAction<typeof CreditClient, { cents: number; reason: string }>(
    'POST',
    `/api/v1/admin/clients/${clientId}/credits`,
    (body) => ({ ...body, requestId }),
  );
  const form = useApiForm(z.object({ cents: dollarsInput, reason }), {
    defaultValues: { cents: '', reason: '' },
    send: async (values) => {
      await credit.mutateAsync(values);
      onClose();
    },
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title="Give this client credit?"
      action="Give credit"
      busy={form.formState.isSubmitting}
      error={form.problem}
      onConfirm={() => void form.submit()}
    >
      <p>The next invoices use the credit up before the card is charged.</p>
      <FormField form={form} name="cents" label="Amount in US dollars" inputMode="decimal" autoComplete="off" required />
      <FormField form={form} name="reason" label="Reason" hint={REASON_HINT} autoComplete="off" required />
    </Confirm>
  );
}

function GraceDialog({ clientId, onClose }: { clientId: string; onClose: () => void }) {
  const grant = useAction<typeof GrantGrace, { until: number; reason: string }>(
    'PUT',
    `/api/v1/admin/clients/${clientId}/grace`,
    (body) => body,
  );
  const until = z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'Choose a day.')
    .transform((day) => Date.parse(`${day}T23:59:59Z`));
  const form = useApiForm(z.object({ until, reason }), {
    defaultValues: { until: '', reason: '' },
    send: async (values) => {
      await grant.mutateAsync(values);
      onClose();
    },
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title="Grant this client time to pay?"
      action="Grant time"
      busy={form.formState.isSubmitting}
      error={form.problem}
      onConfirm={() => void form.submit()}
    >
      <p>Until the end of that day (UTC) failed payments do not suspend it; if it is suspended for them, it resumes now.</p>
      <FormField form={form} name="until" type="date" label="Until" hint="At most 90 days from now." required />
      <FormField form={form} name="reason" label="Reason" hint="Recorded in the client's audit log." autoComplete="off" required />
    </Confirm>
  );
}

function CorrectionDialog({
  clientId,
  invoiceId,
  number,
  isPaid,
  onClose,
}: Parameters<typeof CorrectionButton>[0] & { onClose: () => void }) {
  const [requestId] = useState(() => crypto.randomUUID());
  const correct = useAction<typeof CorrectInvoice, { cents: number; reason: string; refund: boolean }>(
    'POST',
    `/api/v1/admin/clients/${clientId}/invoices/${invoiceId}/credit-notes`,
    (body) => ({ ...body, requestId }),
  );
  const form = useApiForm(z.object({ cents: dollarsInput, reason, refund: z.boolean() }), {
    defaultValues: { cents: '', reason: '', refund: isPaid },
    send: async (values) => {
      await correct.mutateAsync(values);
      onClose();
    },
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Correct invoice ${number}?`}
      action="Issue credit note"
      busy={form.formState.isSubmitting}
      error={form.problem}
      onConfirm={() => void form.submit()}
    >
      <p>
        {isPaid
          ? 'A credit note gives the amount back. The invoice itself stays as it is.'
          : 'A credit note makes the invoice ask for that much less. The invoice itself stays as it is.'}
      </p>
      <FormField form={form} name="cents" label="Amount in US dollars" inputMode="decimal" autoComplete="off" required />
      {isPaid && <FormCheckbox form={form} name="refund" label="Refund to the card, instead of credit for the next invoices" />}
      <FormField form={form} name="reason" label="Reason" hint={REASON_HINT} autoComplete="off" required />
    </Confirm>
  );
}
