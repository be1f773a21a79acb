import { z } from 'zod';
import { type Answer, type Received, refuse, type Side } from './side.ts';

/**
 * What a workflow of Microsoft Teams takes: a message with Adaptive Cards (https://learn.microsoft.com/power-automate/teams/send-a-message-in-teams,
 * https://adaptivecards.io/schemas/1.4.0/adaptive-card.json) of at most 28 KB
 * (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using). Only the elements that are
 * named here are known.
 */
const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: z.string().min(1),
  wrap: z.boolean().optional(),
  weight: z.enum(['default', 'lighter', 'bolder']).optional(),
  size: z.enum(['default', 'small', 'medium', 'large', 'extraLarge']).optional(),
  color: z.enum(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention']).optional(),
});
const factSet = z.strictObject({
  type: z.literal('FactSet'),
  facts: z.array(z.strictObject({ title: z.string(), value: z.string() })).min(1),
});
const card = z.strictObject({
  $schema: z.url().optional(),
  type: z.literal('AdaptiveCard'),
  version: z.enum(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5']),
  body: z.array(z.discriminatedUnion('type', [textBlock, factSet])).min(1),
  actions: z
    .array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() }))
    .max(6)
    .optional(),
});
const message = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null().optional(),
        content: card,
      }),
    )
    .min(1),
});

const MAX_BYTES = 28 * 1024;

/** A workflow of Teams at /workflows/.... */
export function teamsSide(): Side {
  return { takes: (path) => path.startsWith('/workflows/'), limit: { count: 1, ms: 1_000 }, judge };
}

function judge({ body }: Received): Answer {
  if (Buffer.byteLength(body) > MAX_BYTES) return refuse(413, 'RequestEntityTooLarge');
  try {
    message.parse(JSON.parse(body));
    return { status: 202, body: '' };
  } catch (error) {
    return refuse(400, 'TriggerInputSchemaMismatch', error as Error);
  }
}
