/** Where notifications go, for tests: Slack, PagerDuty, Teams and webhooks that refuse what the real ones refuse. */
export { type Receivers, startReceivers } from './server.ts';
export type { Received } from './side.ts';
