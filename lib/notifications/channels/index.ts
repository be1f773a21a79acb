/** The table of notification channels: a new channel is a file in this folder and a row here. */
import type { Channel } from '../channel.ts';
import { mail } from './mail.ts';

/** Every channel that the product knows. */
export const CHANNELS: readonly Channel[] = [mail];

/** The channels through which this installation can deliver. */
export function configuredChannels(): Channel[] {
  return CHANNELS.filter((channel) => channel.isConfigured());
}
