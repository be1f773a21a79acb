import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Stripe from 'stripe';
import { priceOf, stripePort } from '#lib/billing/index.ts';
import { mailPort, noMail, outboxMail, smtpMail } from '#lib/mail/index.ts';
import type { Env } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { type StripeSimulator, startStripe } from '#simulators/stripe/index.ts';
import { assertPortFree } from './installation.ts';

/** The systems outside that this process talks to, real or simulated. */
export interface Outside {
  simulator: StripeSimulator | undefined;
  close(): Promise<void>;
}

/**
 * Connects Stripe and mail: the real ones where they are configured; on a loopback address their stand-ins; on a
 * public one nothing, which the pages say.
 */
export async function connectOutside(env: Env): Promise<Outside> {
  mailPort.provide(env.SMTP_URL ? smtpMail(env.SMTP_URL, env.MAIL_FROM) : env.loopback ? outboxMail() : noMail());
  if (env.STRIPE_SECRET_KEY && env.STRIPE_WEBHOOK_SECRET) {
    stripePort.provide({ client: new Stripe(env.STRIPE_SECRET_KEY), webhookSecret: env.STRIPE_WEBHOOK_SECRET, simulated: false });
  }
  const simulator = !env.STRIPE_SECRET_KEY && env.loopback ? await simulateStripe(env) : undefined;
  await prepareProducts();
  return { simulator, close: async () => simulator?.close() };
}

async function simulateStripe(env: Env): Promise<StripeSimulator> {
  const secret = `whsec_${randomBytes(24).toString('hex')}`;
  // A fixed port keeps the addresses of invoices alive over a restart; another one serves as well.
  const port = await assertPortFree('127.0.0.1', env.PORT + 1).then(
    () => env.PORT + 1,
    () => 0,
  );
  const simulator = await startStripe({
    port,
    file: join(env.DATA_DIR, 'stripe-simulator.json'),
    webhook: { url: `http://127.0.0.1:${env.PORT}/api/stripe/webhook`, secret },
  });
  const client = new Stripe('sk_test_simulator', { host: '127.0.0.1', port: simulator.port, protocol: 'http', telemetry: false });
  stripePort.provide({ client, webhookSecret: secret, simulated: true });
  return simulator;
}

/** Makes the products and prices of the plans, so that the first checkout does not wait for them. */
async function prepareProducts(): Promise<void> {
  const stripe = stripePort.find();
  if (!stripe) return;
  try {
    for (const plan of ['basic', 'pro'] as const) await priceOf(stripe.client, plan);
  } catch (error) {
    logger.warn({ err: error }, 'Stripe could not be reached; checkout will try again');
  }
}
