/** Where notifications go, for tests: Slack, PagerDuty, Teams, webhooks and a push service that refuse what the real ones refuse. */
export type { Browser } from './push.ts';
export { type Receivers, startReceivers } from './server.ts';
export type { Received } from './side.ts';
export { type Press, pressButton } from './slack.ts';
