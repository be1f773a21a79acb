'use client';

import { useState } from 'react';
import { addressInput } from '#app/api/v1/me/address/input.ts';
import type { PUT as RequestAddressChange } from '#app/api/v1/me/address/route.ts';
import { profileInput } from '#app/api/v1/me/profile/input.ts';
import type { GET as GetProfile, PATCH as UpdateProfile } from '#app/api/v1/me/profile/route.ts';
import { callApi, useAction } from '#components/api.ts';
import { useApiForm } from '#components/form/api-form.ts';
import { Form, FormError, FormField, FormSelect, SubmitButton } from '#components/form/form.tsx';
import { applyTheme } from '#components/shell/theme.ts';
import { Notice } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

/** Name, theme and time zone. */
export function ProfileForm({ profile }: { profile: AnswerOf<typeof GetProfile> }) {
  const update = useAction<typeof UpdateProfile, object>('PATCH', '/api/v1/me/profile', (body) => body);
  const [isSaved, setSaved] = useState(false);
  const { name, theme, timeZone } = profile;
  const form = useApiForm(profileInput.required(), {
    defaultValues: { name, theme, timeZone },
    send: async (values) => {
      setSaved(false);
      await update.mutateAsync(values);
      applyTheme(values.theme);
      setSaved(true);
    },
  });
  return (
    <div className="max-w-md">
      <Form form={form}>
        <FormField form={form} name="name" label="Name" autoComplete="name" required />
        <FormSelect form={form} name="theme" label="Theme">
          <option value="system">As my system</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </FormSelect>
        <FormSelect form={form} name="timeZone" label="Time zone" hint="For times in mails. Pages show times in the zone of your browser.">
          {['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </FormSelect>
        <FormError form={form} />
        {isSaved && <Notice tone="good">Your profile is saved.</Notice>}
        <SubmitButton form={form} className="self-start">
          Save profile
        </SubmitButton>
      </Form>
    </div>
  );
}

/** Asks for another email address, which is used once the link that is sent to it was opened. */
export function AddressForm({ email }: { email: string }) {
  const [sentTo, setSentTo] = useState<string>();
  const form = useApiForm(addressInput, {
    defaultValues: { email: '' },
    send: async (values) => {
      await callApi<typeof RequestAddressChange>('PUT', '/api/v1/me/address', values);
      form.reset();
      setSentTo(values.email);
    },
  });
  return (
    <div className="flex max-w-md flex-col gap-4">
      <p>
        You sign in with <strong>{email}</strong>.
      </p>
      <Form form={form}>
        <FormField form={form} name="email" label="New email address" type="email" autoComplete="off" required />
        <FormError form={form} />
        {sentTo && <Notice tone="good">A link is on its way to {sentTo}. Your address changes once you open it.</Notice>}
        <SubmitButton form={form} look="secondary" className="self-start">
          Send a link to the new address
        </SubmitButton>
      </Form>
    </div>
  );
}
