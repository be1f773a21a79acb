'use client';

import { DownloadButton } from '#components/download.tsx';
import { FormCheckbox, FormField, FormSelect, FormTextArea } from '#components/form/form.tsx';
import type { Kind } from '#lib/notifications/input.ts';
import type { DestinationForm } from './destination-form.tsx';

/** Where messages go, by kind. `ending`: the end of the secret that is stored already. */
export function TargetFields({
  kind,
  form,
  ending,
  hasButtons = false,
}: {
  kind: Kind;
  form: DestinationForm;
  ending?: string | undefined;
  /** Whether a signing secret of a Slack app is stored already. */
  hasButtons?: boolean | undefined;
}) {
  const stored = ending === undefined ? undefined : `Stored, ending in ${ending}. Leave it empty to keep it.`;
  switch (kind) {
    case 'mail':
      return <MailFields form={form} />;
    case 'slack':
      return <SlackFields form={form} stored={stored} hasButtons={hasButtons} />;
    case 'pagerduty':
      return (
        <>
          <FormField
            form={form}
            name="routingKey"
            label="Integration key"
            autoComplete="off"
            hint={stored ?? 'In PagerDuty: your service, Integrations, add Events API v2, and copy the key.'}
          />
          <FormSelect form={form} name="region" label="Service region">
            <option value="us">United States</option>
            <option value="eu">Europe</option>
          </FormSelect>
        </>
      );
    case 'teams':
      return (
        <FormField
          form={form}
          name="url"
          label="Address of the workflow"
          autoComplete="off"
          hint={stored ?? 'In Teams: the channel, Workflows, “Post to a channel when a webhook request is received”, and copy the address.'}
        />
      );
    case 'webhook':
      return (
        <FormField
          form={form}
          name="url"
          label="Address"
          autoComplete="off"
          hint="Messages are posted there as CloudEvents, signed with a secret that you get when you have added it."
        />
      );
  }
}

function MailFields({ form }: { form: DestinationForm }) {
  return (
    <>
      <FormSelect form={form} name="to" label="To">
        <option value="members">All members</option>
        <option value="addresses">Some addresses</option>
      </FormSelect>
      {form.watch('to') === 'addresses' && (
        <FormTextArea
          form={form}
          name="addresses"
          label="Addresses"
          hint="One a line: of members, or of a mail domain that you have proved to own under Single sign-on."
        />
      )}
    </>
  );
}

function SlackFields({ form, stored, hasButtons }: { form: DestinationForm; stored: string | undefined; hasButtons: boolean }) {
  return (
    <>
      <FormSelect form={form} name="way" label="By">
        <option value="webhook">Incoming webhook: each update is a message</option>
        <option value="app">App: updates go into the thread of the incident</option>
      </FormSelect>
      {form.watch('way') === 'webhook' ? (
        <FormField
          form={form}
          name="url"
          label="Address of the incoming webhook"
          autoComplete="off"
          hint={stored ?? 'It begins with https://hooks.slack.com/services/.'}
        />
      ) : (
        <>
          <FormField form={form} name="token" label="Bot token" autoComplete="off" hint={stored ?? 'It begins with xoxb-.'} />
          <FormField
            form={form}
            name="channel"
            label="Channel ID"
            autoComplete="off"
            hint="Slack shows it at the end of a channel’s details."
          />
          <FormField
            form={form}
            name="appSecret"
            label="Signing secret (optional)"
            autoComplete="off"
            hint={
              hasButtons
                ? 'Stored. Leave it empty to keep it.'
                : 'With it, incidents are acknowledged and resolved by a button in Slack. In the app: Basic Information, Signing Secret.'
            }
          />
          <FormCheckbox
            form={form}
            name="mapMembers"
            label="Record who pressed a button as a member, by the email address in Slack. The app needs the scopes users:read and users:read.email."
          />
          <div className="flex flex-wrap items-center justify-between gap-3 text-sm text-ink-2">
            <p className="max-w-prose">
              At api.slack.com/apps choose Create New App, From a manifest, and paste this file. Then install the app in your workspace.
            </p>
            <DownloadButton path="/api/v1/slack-app-manifest">Download app manifest</DownloadButton>
          </div>
        </>
      )}
    </>
  );
}
