/** The table of notification channels: a new channel is a file in this folder and a row here. */
import type { Channel } from '../channel.ts';
import { mail } from './mail.ts';
import { pagerduty } from './pagerduty.ts';
import { push } from './push.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';
import { webhook } from './webhook.ts';

/** Every channel that the product knows. */
export const CHANNELS: readonly Channel[] = [mail, slack, pagerduty, teams, webhook, push];

/** The channel of a destination. */
export function channelOf(kind: string): Channel {
  const channel = CHANNELS.find(({ name }) => name === kind);
  if (!channel) throw new Error(`there is no channel ${kind}`);
  return channel;
}
