import { env, optionalUrl, settingsOf } from '#lib/platform/env.ts';
import { shortened } from '#lib/text/index.ts';
import { type Channel, DeliveryError } from '../channel.ts';
import { post } from '../http.ts';
import { headlineOf, type IncidentFacts, type MessageEvent } from '../message.ts';

const settings = { PAGERDUTY_EVENTS_URL: optionalUrl(['https:', 'http:']) };
const SERVERS = { us: 'https://events.pagerduty.com', eu: 'https://events.eu.pagerduty.com' } as const;
const MAX_SUMMARY = 1_024;
/** PagerDuty knows critical, error, warning and info. */
const SEVERITIES = { critical: 'critical', major: 'error', minor: 'warning' } as const;
const ACTIONS: Partial<Record<MessageEvent, 'acknowledge' | 'resolve'>> = { acknowledged: 'acknowledge', resolved: 'resolve' };

/** PagerDuty's Events API v2: an alert for each incident, which is acknowledged and resolved with it. */
export const pagerduty: Channel = {
  name: 'pagerduty',
  title: 'PagerDuty',
  settings,
  secretFields: ['routingKey'],
  // https://developer.pagerduty.com/docs/events-api-v2-overview: 120 events a minute for each integration.
  intervalMs: 500,
  takesDigests: false,

  async send(message, target, now) {
    const [item] = message.items;
    const base = settingsOf(settings, env.use()).PAGERDUTY_EVENTS_URL ?? SERVERS[target.settings.region as keyof typeof SERVERS];
    const key = { routing_key: target.secrets.routingKey };
    if (!item) {
      // A test that wakes nobody: it is resolved as soon as it was triggered.
      const dedup_key = `kg-rca-test-${message.id}`;
      const payload = { summary: headlineOf(message), source: 'KG RCA', severity: 'info' };
      await enqueue(base, { ...key, event_action: 'trigger', dedup_key, payload }, now);
      return { answer: await enqueue(base, { ...key, event_action: 'resolve', dedup_key }, now) };
    }
    const { incident, event } = item;
    const event_action = ACTIONS[event] ?? 'trigger';
    const request = {
      ...key,
      event_action,
      dedup_key: `kg-rca-incident-${incident.id}`,
      ...(event_action === 'trigger' && {
        payload: payloadOf(incident, headlineOf(message)),
        client: 'KG RCA',
        client_url: incident.url,
        links: [{ href: incident.url, text: 'The evidence, the blast radius and the recommended fix' }],
      }),
    };
    return { answer: await enqueue(base, request, now), reached: 'Notified PagerDuty' };
  },
};

function payloadOf(incident: IncidentFacts, headline: string) {
  const { object } = incident;
  return {
    summary: shortened(headline, MAX_SUMMARY - 1),
    source: incident.cluster,
    severity: SEVERITIES[incident.severity],
    timestamp: new Date(incident.openedAt).toISOString(),
    ...(object && { component: [object.kind, object.namespace, object.name].filter(Boolean).join('/') }),
    ...(incident.code && { class: incident.code }),
    ...(incident.namespaces[0] && { group: incident.namespaces[0] }),
    custom_details: {
      cause: incident.summary ?? 'not known yet',
      certainty: incident.tier ?? 'none',
      ...(incident.change && { change: incident.change }),
      namespaces: incident.namespaces,
    },
  };
}

async function enqueue(base: string, event: object, now: number): Promise<string> {
  const request = { body: JSON.stringify(event), headers: { 'Content-Type': 'application/json' } };
  try {
    const { text } = await post(`${base}/v2/enqueue`, request, now);
    return shortened(text, 500);
  } catch (error) {
    // The address is PagerDuty's own: 404 says nothing of this destination.
    if (error instanceof DeliveryError && error.fate === 'gone') throw new DeliveryError('later', error.message, error.retryAfterMs);
    throw error;
  }
}
