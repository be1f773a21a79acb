import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { StripePort } from '#lib/billing/index.ts';
import { openStripe } from '#lib/billing/stripe/open.ts';
import { type MailPort, noMail, outboxMail, smtpMail } from '#lib/mail/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import type { Env } from '#lib/platform/env.ts';
import { assertPortFree } from './installation.ts';

/** The external services that this process talks to, real or simulated. */
export interface ExternalServices {
  mail: MailPort;
  stripe: StripePort | undefined;
  close(): Promise<void>;
}

/**
 * Connects mail and Stripe: the real ones where they are configured; on a loopback address the outbox and the simulator;
 * on a public one neither, which the pages say.
 */
export async function openExternalServices(settings: Env): Promise<ExternalServices> {
  const { SMTP_URL, MAIL_FROM, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET: webhookSecret, loopback } = settings;
  const mail = SMTP_URL ? smtpMail(SMTP_URL, MAIL_FROM) : loopback ? outboxMail() : noMail();
  const simulated = !STRIPE_SECRET_KEY && loopback ? await simulateStripe(settings) : undefined;
  const real =
    STRIPE_SECRET_KEY && webhookSecret
      ? { client: openStripe(STRIPE_SECRET_KEY), webhookSecret, simulated: false, now: systemClock }
      : undefined;
  const stripe = real ?? simulated?.stripe;
  return { mail, stripe, close: async () => simulated?.close() };
}

async function simulateStripe({ PORT, DATA_DIR }: Env): Promise<{ stripe: StripePort; close(): Promise<void> }> {
  const { startStripe } = await import('#simulators/stripe/index.ts');
  const webhookSecret = `whsec_${randomBytes(24).toString('hex')}`;
  // A fixed port, after those of the portal and the health server, keeps the addresses of invoices valid over a restart;
  // where it is taken any other does.
  const port = await assertPortFree('PORT', '127.0.0.1', PORT + 2).then(
    () => PORT + 2,
    () => 0,
  );
  const simulator = await startStripe({
    port,
    file: join(DATA_DIR, 'stripe-simulator.json'),
    webhook: { url: `http://127.0.0.1:${PORT}/api/stripe/webhook`, secret: webhookSecret },
  });
  const client = openStripe('sk_test_simulator', simulator);
  return { stripe: { client, webhookSecret, simulated: true, now: simulator.now }, close: () => simulator.close() };
}
