import type { Parts } from '../parts.ts';
import type { Invoice, Subscription } from '../types.ts';

/** Stripe keeps an update that waits for its payment for this long. */
export const UPDATE_WAITS_SECONDS = 23 * 3_600;

/** Applies an update that was waiting for the payment of this invoice. */
export function applyUpdate({ emit }: Parts, subscription: Subscription, invoice: Invoice): void {
  const { pending_update: update } = subscription;
  if (!update?.subscription_items || subscription.latest_invoice !== invoice.id) return;
  subscription.items.data = update.subscription_items;
  subscription.pending_update = null;
  emit('customer.subscription.pending_update_applied', subscription);
  emit('customer.subscription.updated', subscription);
}
