import { createHmac } from 'node:crypto';
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
  z.strictObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25), ...blockId }).refine(({ elements }) => {
    const ids = elements.flatMap(({ action_id }) => action_id ?? []);
    return new Set(ids).size === ids.length;
  }, 'two elements of a block have one action_id'),
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

/** What a response_url takes (https://docs.slack.dev/interactivity/handling-user-interaction, “Message responses”). */
const response = z
  .strictObject({
    ...message,
    replace_original: z.boolean().optional(),
    delete_original: z.boolean().optional(),
    response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  })
  .refine(({ text, blocks }) => text || blocks?.length, 'no_text');

/** One message a second to a channel, with a short burst (https://docs.slack.dev/apis/web-api/rate-limits). */
const PER_SECOND = 1;

/** Slack: incoming webhooks at /services/..., the Web API at /api/..., what changes messages after a press at /actions/.... */
export function slackSide(): Side {
  return {
    takes: (path) => /^\/(services|actions)\//.test(path) || path === '/api/chat.postMessage' || path === '/api/users.info',
    limit: { count: PER_SECOND, ms: 1_000 },
    judge: (received) => {
      if (received.path.startsWith('/services/')) return judgeWebhook(received);
      if (received.path.startsWith('/actions/')) return judgeResponse(received);
      return received.path === '/api/users.info' ? judgeUser(received) : judgePost(received);
    },
  };
}

function judgeResponse({ body }: Received): Answer {
  const parsed = response.safeParse(jsonOf(body));
  return parsed.success ? { status: 200, body: 'ok' } : refuse(400, 'invalid_blocks', parsed.error);
}

/** The people of the workspace: the id `U_` and an address in hexadecimal is that of somebody who has it; others show none. */
function judgeUser({ body, headers }: Received): Answer {
  const say = (answer: object) => ({ status: 200, body: JSON.stringify(answer) });
  if (!/^Bearer xoxb-/.test(String(headers.authorization))) return say({ ok: false, error: 'not_authed' });
  const id = new URLSearchParams(body).get('user') ?? '';
  const [, local] = /^U_(.+)$/.exec(id) ?? [];
  return say({ ok: true, user: { id, profile: local ? { email: Buffer.from(local, 'hex').toString() } : {} } });
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

/** A press of a button, as Slack tells it. */
export interface Press {
  body: string;
  headers: Record<string, string>;
}

/**
 * Presses a button of a message that was taken, as https://docs.slack.dev/reference/interaction-payloads/block_actions-payload says.
 * `secret` signs it at `at` (epoch ms); the message is changed at `responseUrl`. Throws where the message has no such button.
 */
export function pressButton(
  message: Received,
  actionId: string,
  {
    secret,
    at,
    responseUrl,
    user = { id: 'U1', username: 'ada', name: 'ada' },
  }: {
    secret: string;
    at: number;
    responseUrl: string;
    user?: { id: string; username: string; name: string };
  },
): Press {
  const { blocks } = z.object({ blocks: z.array(block).optional() }).parse(jsonOf(message.body));
  const buttons = blocks?.flatMap((one) => (one.type === 'actions' ? one.elements : [])) ?? [];
  const pressed = buttons.find(({ action_id }) => action_id === actionId);
  if (!pressed) throw new Error(`the message has no button ${actionId}`);
  const payload = {
    type: 'block_actions',
    user: { ...user, team_id: 'T1' },
    api_app_id: 'A1',
    container: { type: 'message', message_ts: '1764403200.000001', channel_id: 'C0123456789', is_ephemeral: false },
    trigger_id: `1.2.${at}`,
    team: { id: 'T1', domain: 'acme' },
    channel: { id: 'C0123456789', name: 'ops' },
    message: { type: 'message', ts: '1764403200.000001', blocks },
    response_url: responseUrl,
    actions: [{ ...pressed, block_id: 'b1', action_ts: String(at / 1_000) }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(at / 1_000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return { body, headers: { ...type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } };
}
