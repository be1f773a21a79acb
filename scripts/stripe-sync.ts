/**
 * `npm run stripe:sync [-- --check]`: brings products, prices, meters and the portal configuration of the Stripe account of
 * STRIPE_SECRET_KEY in line with the plans, and prints what it changed. With --check it changes nothing and exits with 1 if
 * something differs.
 */
import { parseArgs } from 'node:util';
import { stripePort, syncCatalogue } from '#lib/billing/index.ts';
import { openStripe } from '#lib/billing/stripe/open.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { env, readEnv } from '#lib/platform/env.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const key = process.env.STRIPE_SECRET_KEY;
if (!key || !process.env.PUBLIC_URL) {
  console.error('Set STRIPE_SECRET_KEY to a secret key of the account, and PUBLIC_URL to the address of the portal, then run this again.');
  process.exit(2);
}
env.provide(readEnv({ PUBLIC_URL: process.env.PUBLIC_URL }, () => 'not used by this command, which reads no stored secret'));
stripePort.provide({ client: openStripe(key), webhookSecret: '', simulated: false, now: systemClock });
try {
  const changes = await syncCatalogue({ dryRun: values.check });
  for (const { action, object, detail } of changes) console.log(`${values.check ? 'would ' : ''}${action} ${object}: ${detail}`);
  if (changes.length === 0) console.log('Stripe is in line with the plans.');
  process.exitCode = values.check && changes.length > 0 ? 1 : 0;
} catch (error) {
  console.error(`Stripe refused: ${(error as Error).message}`);
  process.exitCode = 2;
}
