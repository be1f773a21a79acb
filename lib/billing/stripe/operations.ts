import { asSystem } from '#lib/platform/database/index.ts';
import type { Stripe } from './port.ts';

/**
 * Makes a write at Stripe that a crash must not repeat: its key is stored first and handed to Stripe as the idempotency key, so
 * that a repetition gets the answer of the first attempt. `key` names the write for ever, such as `finalise in_123`; Stripe forgets
 * keys after a day or more, so what repeats a write later than that must look at the object first. `now` in epoch ms.
 */
export async function writeOnce<T>(
  { key, tenantId, what, now }: { key: string; tenantId: string; what: string; now: number },
  write: (options: Stripe.RequestOptions) => Promise<T>,
): Promise<T> {
  const row = { key, tenantId, what, createdAt: new Date(now) };
  await asSystem((tx) => tx.stripeOperation.upsert({ where: { key }, create: row, update: {} }));
  const result = await write({ idempotencyKey: key });
  await asSystem((tx) => tx.stripeOperation.update({ where: { key }, data: { doneAt: new Date(now) } }));
  return result;
}

/** Whether the write of a key was made and answered. */
export async function isWritten(key: string): Promise<boolean> {
  return (await asSystem((tx) => tx.stripeOperation.findUnique({ where: { key } })))?.doneAt != null;
}
