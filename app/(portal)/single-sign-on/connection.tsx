'use client';

import { useState } from 'react';
import { z } from 'zod';
import { connectionInput } from '#app/api/v1/single-sign-on/input.ts';
import type { GET as GetSso, PUT as SetSso } from '#app/api/v1/single-sign-on/route.ts';
import { useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, FormSelect, SubmitButton } from '#components/form/form.tsx';
import { Notice } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

const MEANINGS = {
  viewer: 'sees everything, changes nothing',
  member: 'asks for diagnoses and gives feedback',
  admin: 'manages keys, the agent package and members',
};
/** As the API takes it, but an empty field keeps the stored secret. */
const formInput = connectionInput.extend({ clientSecret: z.string().trim().max(2_000, 'Use at most 2000 characters.') });

/** The issuer, and the client's registration there. The secret is never shown again. */
export function ConnectionForm({ sso: { connection, redirectUri } }: { sso: AnswerOf<typeof GetSso> }) {
  const save = useAction<typeof SetSso, object>('PUT', '/api/v1/single-sign-on', (body) => body);
  const [isSaved, setSaved] = useState(false);
  const form = useApiForm(formInput, {
    defaultValues: {
      issuer: connection?.issuer ?? '',
      clientId: connection?.clientId ?? '',
      clientSecret: '',
      defaultRole: connection?.defaultRole ?? 'viewer',
    },
    send: async ({ clientSecret, ...values }) => {
      setSaved(false);
      await save.mutateAsync({ ...values, ...(clientSecret && { clientSecret }) });
      form.setValue('clientSecret', '');
      setSaved(true);
    },
  });
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <div>
        <p className="mb-1 text-ink-2">
          Register KG RCA at your identity provider as a web application (OpenID Connect) with this redirect URI:
        </p>
        <CopyText block text={redirectUri} label="Copy the redirect URI" />
      </div>
      <Form form={form}>
        <FormField
          form={form}
          name="issuer"
          label="Issuer"
          type="url"
          autoComplete="off"
          placeholder="https://login.example.com"
          hint="The address before /.well-known/openid-configuration. It is asked when you save."
          required
        />
        <FormField form={form} name="clientId" label="Client ID" autoComplete="off" required />
        <FormField
          form={form}
          name="clientSecret"
          label="Client secret"
          type="password"
          autoComplete="off"
          hint={connection ? 'Stored encrypted. Leave it empty to keep it.' : 'Stored encrypted, and never shown again.'}
          required={!connection}
        />
        <FormSelect form={form} name="defaultRole" label="Role of people who join by signing in">
          {(['viewer', 'member', 'admin'] as const).map((role) => (
            <option key={role} value={role}>
              {role}: {MEANINGS[role]}
            </option>
          ))}
        </FormSelect>
        <FormError form={form} />
        {isSaved && <Notice tone="good">Saved. The issuer accepts the client ID and secret.</Notice>}
        <SubmitButton form={form} className="self-start">
          Save
        </SubmitButton>
      </Form>
    </div>
  );
}
