'use client';

import { z } from 'zod';
import { ApiError } from '#components/api.ts';
import { type ApiForm, useApiForm } from '#components/form/api-form.ts';
import type { Kind } from '#lib/notifications/input.ts';
import type { Rules } from '#lib/notifications/rules.ts';

/** What the fields of the form hold; lists as text with commas or lines between. */
const fields = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(60, 'Use at most 60 characters.'),
  to: z.enum(['members', 'addresses']),
  addresses: z.string(),
  way: z.enum(['webhook', 'app']),
  url: z.string(),
  token: z.string(),
  channel: z.string(),
  appSecret: z.string(),
  mapMembers: z.boolean(),
  region: z.enum(['us', 'eu']),
  routingKey: z.string(),
  severities: z.array(z.enum(['critical', 'major', 'minor'])),
  clusters: z.string(),
  namespaces: z.string(),
  causes: z.string(),
  updates: z.array(z.enum(['cause_changed', 'acknowledged', 'resolved', 'reopened'])),
  hasQuietHours: z.boolean(),
  quietFrom: z.string(),
  quietTo: z.string(),
  quietTimeZone: z.string(),
  exceptCritical: z.boolean(),
  digestMinutes: z.string().regex(/^\d*$/, 'Enter a number of minutes.'),
  escalateAfterMinutes: z.string().regex(/^\d*$/, 'Enter a number of minutes.'),
});
export type Values = z.infer<typeof fields>;
export type DestinationForm = ApiForm<Values>;

const listOf = (text: string) => text.split(/[\s,]+/).filter(Boolean);
const minutesOf = (text: string) => (text === '' ? null : Number(text));

function rulesOf(values: Values): Rules {
  return {
    severities: values.severities,
    clusters: listOf(values.clusters),
    namespaces: listOf(values.namespaces),
    causes: listOf(values.causes),
    updates: values.updates,
    quietHours: values.hasQuietHours
      ? { from: values.quietFrom, to: values.quietTo, timeZone: values.quietTimeZone, exceptCritical: values.exceptCritical }
      : null,
    digestMinutes: minutesOf(values.digestMinutes),
    escalateAfterMinutes: minutesOf(values.escalateAfterMinutes),
  };
}

/** The inputs of a kind. A secret that is left empty is not sent: the stored one stays. */
function targetOf(kind: Kind, values: Values): object {
  const filled = (entries: Record<string, string>) => Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ''));
  switch (kind) {
    case 'mail':
      return { to: values.to, addresses: values.to === 'addresses' ? listOf(values.addresses) : [] };
    case 'slack':
      if (values.way === 'webhook') return filled({ url: values.url });
      return { ...filled({ token: values.token, channel: values.channel, appSecret: values.appSecret }), mapMembers: values.mapMembers };
    case 'pagerduty':
      return { region: values.region, ...filled({ routingKey: values.routingKey }) };
    default:
      return filled({ url: values.url });
  }
}

/** The fields of the form by the names of the API's inputs. */
const FIELD_NAMES: Record<string, keyof Values> = {
  'quietHours.from': 'quietFrom',
  'quietHours.to': 'quietTo',
  'quietHours.timeZone': 'quietTimeZone',
};

/** The form for a destination of a kind, with what it holds already. */
export function useDestinationForm(
  kind: Kind,
  before: { name: string; settings: { [key: string]: unknown }; rules: Rules } | undefined,
  send: (body: object) => Promise<unknown>,
): DestinationForm {
  const { settings = {}, rules } = before ?? {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return useApiForm<Values, Values>(fields, {
    defaultValues: {
      name: before?.name ?? '',
      to: settings.to === 'addresses' ? 'addresses' : 'members',
      addresses: Array.isArray(settings.addresses) ? settings.addresses.join('\n') : '',
      way: settings.channel === undefined ? 'webhook' : 'app',
      url: text(settings.url),
      token: '',
      channel: text(settings.channel),
      appSecret: '',
      mapMembers: settings.mapMembers === true,
      region: settings.region === 'eu' ? 'eu' : 'us',
      routingKey: '',
      severities: rules?.severities ?? [],
      clusters: rules?.clusters.join(', ') ?? '',
      namespaces: rules?.namespaces.join(', ') ?? '',
      causes: rules?.causes.join(', ') ?? '',
      updates: rules?.updates ?? ['cause_changed', 'acknowledged', 'resolved', 'reopened'],
      hasQuietHours: Boolean(rules?.quietHours),
      quietFrom: rules?.quietHours?.from ?? '22:00',
      quietTo: rules?.quietHours?.to ?? '07:00',
      quietTimeZone: rules?.quietHours?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      exceptCritical: rules?.quietHours?.exceptCritical ?? true,
      digestMinutes: String(rules?.digestMinutes ?? ''),
      escalateAfterMinutes: String(rules?.escalateAfterMinutes ?? ''),
    },
    send: async (values) => {
      try {
        await send({ name: values.name, ...targetOf(kind, values), rules: rulesOf(values) });
      } catch (error) {
        throw error instanceof ApiError ? withFieldNames(error) : error;
      }
    },
  });
}

function withFieldNames(error: ApiError): ApiError {
  const entries = Object.entries(error.fields).map(([name, reason]): [string, string] => {
    const field = name.replace(/^rules\./, '');
    return [FIELD_NAMES[field] ?? field.replace(/\.\d+$/, ''), reason];
  });
  return new ApiError(error.status, error.code, error.message, Object.fromEntries(entries));
}
