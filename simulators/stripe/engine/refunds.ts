import { refused } from '../errors.ts';
import { dollars } from '../money.ts';
import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import type { Kinds } from '../types.ts';

/** Gives money of a charge back, all that is left by default. Throws StripeRefusal if it has less. */
export function refund(
  { state, time, emit }: Parts,
  charge: Kinds['charge'],
  wanted: number | undefined,
  more: Pick<Kinds['refund'], 'reason' | 'metadata'>,
): Kinds['refund'] {
  const left = charge.amount_captured - charge.amount_refunded;
  if (charge.status !== 'succeeded') throw refused(`Charge ${charge.id} has not succeeded and cannot be refunded.`, 'charge');
  if (left === 0) throw refused(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
  const amount = wanted ?? left;
  if (amount > left)
    throw refused(
      `Refund amount (${dollars(amount, charge.currency)}) is greater than unrefunded amount on charge (${dollars(left, charge.currency)})`,
      'amount',
    );
  const made = state.add({
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: time.now(charge.customer),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
    ...more,
  });
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  emit('refund.created', made);
  emit('charge.refunded', charge);
  return made;
}
