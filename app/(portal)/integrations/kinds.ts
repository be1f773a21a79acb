import type { Kind } from '#lib/notifications/input.ts';

/** The kinds of destinations as people call them, and what each is for. */
export const KIND_WORDS: Record<Kind, { title: string; about: string }> = {
  mail: { title: 'Mail', about: 'A mail to all members, or to some addresses.' },
  slack: { title: 'Slack', about: 'A message to a channel, with buttons that open and acknowledge the incident.' },
  pagerduty: { title: 'PagerDuty', about: 'An alert that is acknowledged and resolved with the incident.' },
  teams: { title: 'Microsoft Teams', about: 'A card in a channel, by a workflow.' },
  webhook: { title: 'Webhook', about: 'A signed CloudEvent to a program of yours.' },
};

export const UPDATE_WORDS = {
  cause_changed: 'The cause changes',
  acknowledged: 'Somebody acknowledges it',
  resolved: 'It is resolved',
  reopened: 'It opens again',
} as const;
