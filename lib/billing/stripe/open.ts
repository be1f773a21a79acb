import Stripe from 'stripe';

/** A client of the SDK for the account of `key`; `at` directs it to a simulator on a port of this machine. */
export function openStripe(key: string, at?: { port: number }): Stripe {
  return at ? new Stripe(key, { host: '127.0.0.1', port: at.port, protocol: 'http', telemetry: false }) : new Stripe(key);
}
