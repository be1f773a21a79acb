import type { Parts } from '../parts.ts';
import { newId } from '../state.ts';
import type { Customer, Kinds } from '../types.ts';

type Transaction = Kinds['customer_balance_transaction'];

/** Changes what a customer owes (above zero) or has as credit (below), in cents, and keeps the transaction. */
export function addToBalance(
  { state, time, emit }: Parts,
  customer: Customer,
  amount: number,
  type: Transaction['type'],
  more: Partial<Pick<Transaction, 'invoice' | 'credit_note' | 'description' | 'metadata' | 'currency'>> = {},
): Transaction {
  customer.balance += amount;
  const transaction = state.add({
    id: newId('cbtxn'),
    object: 'customer_balance_transaction',
    amount,
    checkout_session: null,
    created: time.now(customer),
    credit_note: null,
    currency: customer.currency ?? 'usd',
    customer: customer.id,
    customer_account: null,
    description: null,
    ending_balance: customer.balance,
    invoice: null,
    livemode: false,
    metadata: {},
    type,
    ...more,
  });
  customer.currency ??= transaction.currency;
  emit('customer.updated', customer);
  return transaction;
}
