import { z } from 'zod';
import { type Answer, type Received, refuse, type Side } from './side.ts';

/**
 * What Slack takes and refuses, after https://docs.slack.dev/reference/block-kit (blocks and their limits),
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks (answers of webhooks) and
 * https://docs.slack.dev/reference/methods/chat.postMessage. Only the blocks that are named here are known.
 */
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });
const anyText = (max: number) => z.union([plain(max), mrkdwn(max)]);
const blockId = { block_id: z.string().max(255).optional() };

const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  url: z.url().max(3_000).optional(),
  action_id: z.string().max(255).optional(),
  value: z.string().max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: plain(150), ...blockId }),
  z
    .strictObject({
      type: z.literal('section'),
      text: anyText(3_000).optional(),
      fields: z.array(anyText(2_000)).min(1).max(10).optional(),
      ...blockId,
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined),
  z.strictObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25), ...blockId }),
  z.strictObject({ type: z.literal('context'), elements: z.array(anyText(3_000)).min(1).max(10), ...blockId }),
  z.strictObject({ type: z.literal('divider'), ...blockId }),
]);

const message = {
  text: z.string().max(40_000).optional(),
  blocks: z.array(block).max(50).optional(),
  unfurl_links: z.boolean().optional(),
  mrkdwn: z.boolean().optional(),
};
const webhookMessage = z.strictObject(message).refine(({ text, blocks }) => text || blocks?.length, 'no_text');
const postedMessage = z.strictObject({
  ...message,
  channel: z.string().min(1),
  thread_ts: z
    .string()
    .regex(/^\d+\.\d{6}$/)
    .optional(),
  reply_broadcast: z.boolean().optional(),
});

/** One message a second to a channel, with a short burst (https://docs.slack.dev/apis/web-api/rate-limits). */
const PER_SECOND = 1;

/** Slack: incoming webhooks at /services/..., the Web API at /api/chat.postMessage. */
export function slackSide(): Side {
  return {
    takes: (path) => path.startsWith('/services/') || path === '/api/chat.postMessage',
    limit: { count: PER_SECOND, ms: 1_000 },
    judge: (received) => (received.path.startsWith('/services/') ? judgeWebhook(received) : judgePost(received)),
  };
}

function judgeWebhook({ body }: Received): Answer {
  const parsed = webhookMessage.safeParse(jsonOf(body));
  if (parsed.success) return { status: 200, body: 'ok' };
  const isBlocks = parsed.error.issues.some(({ path }) => path[0] === 'blocks');
  return refuse(400, isBlocks ? 'invalid_blocks' : 'invalid_payload', parsed.error);
}

function judgePost({ body, headers, number }: Received): Answer {
  const say = (answer: object) => ({ status: 200, body: JSON.stringify(answer) });
  if (!/^Bearer xoxb-/.test(String(headers.authorization))) return say({ ok: false, error: 'not_authed' });
  const parsed = postedMessage.safeParse(jsonOf(body));
  if (!parsed.success) return { ...say({ ok: false, error: 'invalid_blocks' }), why: parsed.error.message };
  return say({ ok: true, channel: parsed.data.channel, ts: `1764403200.${String(number).padStart(6, '0')}` });
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
