import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Answer, type Received, refuse, type Side } from './side.ts';

/**
 * A program that takes CloudEvents 1.0 in structured JSON (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md and
 * formats/json-format.md: required attributes, names of a-z and 0-9) and checks the signatures of Standard Webhooks
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: five minutes of tolerance).
 */
const cloudEvent = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string().min(1),
    source: z
      .string()
      .min(1)
      .refine((text) => URL.canParse(text, 'https://base.example')),
    type: z.string().min(1),
    time: z.iso.datetime({ offset: true }).optional(),
    subject: z.string().min(1).optional(),
    datacontenttype: z.string().optional(),
    dataschema: z.url().optional(),
    data: z.unknown(),
  })
  .loose()
  .refine((event) => Object.keys(event).every((name) => /^[a-z0-9]+$/.test(name)), 'an attribute has another name than of a-z and 0-9');

const TOLERANCE_MS = 5 * 60_000;

/** A webhook at /hooks/...; `secrets` are those that it takes, as whsec_.... */
export function webhookSide(secrets: () => readonly string[]): Side {
  return {
    takes: (path) => path.startsWith('/hooks/'),
    limit: { count: 10, ms: 1_000 },
    judge: (received) => judge(received, secrets()),
  };
}

function judge({ headers, body, at }: Received, secrets: readonly string[]): Answer {
  const [id, time, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => String(headers[name] ?? ''));
  if (!/^application\/cloudevents\+json(;|$)/.test(String(headers['content-type']))) return refuse(415, 'not structured CloudEvents');
  if (!id || !/^\d+$/.test(time ?? '') || Math.abs(Number(time) * 1000 - at) > TOLERANCE_MS) return refuse(400, 'stale or without id');
  if (!secrets.some((secret) => isSigned(secret, `${id}.${time}.${body}`, signatures ?? ''))) return refuse(400, 'wrong signature');
  try {
    cloudEvent.parse(JSON.parse(body));
    return { status: 204, body: '' };
  } catch (error) {
    return refuse(400, 'no CloudEvent', error as Error);
  }
}

function isSigned(secret: string, content: string, signatures: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = Buffer.from(createHmac('sha256', key).update(content).digest('base64'));
  return signatures.split(' ').some((one) => {
    const [version, signature = ''] = one.split(',');
    const given = Buffer.from(signature);
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
