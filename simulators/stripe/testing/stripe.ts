import Stripe from 'stripe';
import { type StripeSimulator, type StripeSimulatorOptions, startStripe } from '../simulator.ts';

/** Midnight of 1 January 2026 UTC, in epoch seconds: where the tests' time begins. */
export const NEW_YEAR = Date.UTC(2026, 0, 1) / 1000;
export const DAY = 86_400;

/** A simulator on a frozen clock with its client. Webhooks go nowhere unless an address is given. */
export async function frozenStripe(options: Partial<StripeSimulatorOptions> = {}): Promise<{ simulator: StripeSimulator; stripe: Stripe }> {
  const simulator = await startStripe({
    webhook: { url: 'http://127.0.0.1:9/', secret: 'whsec_of_the_test' },
    clock: () => NEW_YEAR * 1000,
    ...options,
  });
  return { simulator, stripe: clientOf(simulator) };
}

/** The real SDK, directed to the simulator. */
export function clientOf({ port }: { port: number }): Stripe {
  return new Stripe('sk_test_1', { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
}

/** A monthly price of a new product. */
export async function priceAt(stripe: Stripe, name: string, cents: number): Promise<Stripe.Price> {
  const product = await stripe.products.create({ name });
  return stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: cents, recurring: { interval: 'month' } });
}

/** A customer whose card is on file; `pm_card_visa` pays. */
export async function customerWith(
  stripe: Stripe,
  card = 'pm_card_visa',
  more: Stripe.CustomerCreateParams = {},
): Promise<Stripe.Customer> {
  const customer = await stripe.customers.create({ name: 'Acme', ...more });
  const { id } = await stripe.paymentMethods.attach(card, { customer: customer.id });
  return stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: id } });
}
