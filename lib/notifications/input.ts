import { z } from 'zod';
import { mailbox } from '#lib/mail/mailbox.ts';
import { rulesInput } from './rules.ts';

/** What a person enters for a destination of each kind. Checked in the browser too: nothing here needs the server. */

const name = z.string().trim().min(1, 'Enter a name.').max(60, 'Use at most 60 characters.');

/** An address that messages are posted to. Whether it may be reached is checked when it is saved and at every message. */
export const webAddress = z
  .string()
  .trim()
  .max(2_000, 'Use at most 2,000 characters.')
  .refine((text) => URL.canParse(text) && isPlain(new URL(text)), 'Enter an address that begins with https://, without a user name.');

function isPlain({ protocol, username, password }: URL): boolean {
  return (protocol === 'https:' || protocol === 'http:') && !username && !password;
}

const MAX_ADDRESSES = 20;

const fields = {
  mail: {
    to: z.enum(['members', 'addresses']),
    addresses: z.array(mailbox).max(MAX_ADDRESSES, `Use at most ${MAX_ADDRESSES} addresses.`).default([]),
  },
  slack: {
    url: webAddress.optional(),
    token: z
      .string()
      .trim()
      .regex(/^xoxb-[\w-]{10,250}$/, 'Enter the bot token of the app. It begins with xoxb-.')
      .optional(),
    /** Only with a token. */
    channel: z
      .string()
      .trim()
      .regex(/^[CGD][A-Z0-9]{5,20}$/, 'Enter the ID of the channel, like C0123456789. Slack shows it in the details of a channel.')
      .optional(),
    /** Only with a token: what Slack signs the presses of buttons with. */
    appSecret: z
      .string()
      .trim()
      .regex(/^[0-9a-f]{32}$/, 'Enter the signing secret of the app, under Basic Information. It has 32 letters and digits.')
      .optional(),
    /** Whether who presses a button is looked up among the members, by the email address in Slack. */
    mapMembers: z.boolean().optional(),
  },
  pagerduty: {
    region: z.enum(['us', 'eu']),
    routingKey: z
      .string()
      .trim()
      .regex(/^[0-9a-zA-Z]{32}$/, 'Enter the integration key of an Events API v2 integration. It has 32 letters and digits.'),
  },
  teams: { url: webAddress },
  webhook: { url: webAddress },
} as const;

/** The kinds of destinations. */
export const KINDS = ['mail', 'slack', 'pagerduty', 'teams', 'webhook'] as const;
export type Kind = (typeof KINDS)[number];

const rules = rulesInput.prefault({});

/** A new destination. */
export const newDestinationInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mail'), name, rules, ...fields.mail }),
  z.object({ kind: z.literal('slack'), name, rules, ...fields.slack }),
  z.object({ kind: z.literal('pagerduty'), name, rules, ...fields.pagerduty }),
  z.object({ kind: z.literal('teams'), name, rules, ...fields.teams }),
  z.object({ kind: z.literal('webhook'), name, rules, ...fields.webhook }),
]);
export type NewDestination = z.infer<typeof newDestinationInput>;

/** What is to be different about a destination. What is not named stays, secrets too. */
export const destinationChanges = z.object({
  name: name.optional(),
  rules: rulesInput.optional(),
  state: z.enum(['active', 'paused']).optional(),
  to: fields.mail.to.optional(),
  addresses: fields.mail.addresses.unwrap().optional(),
  url: webAddress.optional(),
  token: fields.slack.token,
  channel: fields.slack.channel,
  appSecret: fields.slack.appSecret,
  mapMembers: fields.slack.mapMembers,
  region: fields.pagerduty.region.optional(),
  routingKey: fields.pagerduty.routingKey.optional(),
});
export type DestinationChanges = z.infer<typeof destinationChanges>;
