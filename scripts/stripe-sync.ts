/**
 * `npm run stripe:sync [-- --check]`: brings products, prices, meters and the portal configuration of the Stripe account of
 * STRIPE_SECRET_KEY in line with the plans of the installation, and prints what it changed. With --check it changes nothing and exits
 * with 1 if something differs. The installation is found by the same settings as for `npm start`; it may run meanwhile.
 * STRIPE_SIMULATOR_PORT directs the command to a simulator on this machine, as the tests do.
 */
import { parseArgs } from 'node:util';
import { stripePort, syncCatalogue } from '#lib/billing/index.ts';
import { openStripe } from '#lib/billing/stripe/open.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { AdminError, withDatabase } from './admin/command.ts';
import { openInstallation } from './admin/installation.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const { STRIPE_SECRET_KEY: key, STRIPE_SIMULATOR_PORT: simulator } = process.env;
if (!key || !process.env.PUBLIC_URL) {
  console.error('Set STRIPE_SECRET_KEY to a secret key of the account, and PUBLIC_URL to the address of the portal, then run this again.');
  process.exit(2);
}
try {
  process.exitCode = await sync(key);
} catch (error) {
  console.error(error instanceof AdminError ? error.message : `Stripe refused: ${(error as Error).message}`);
  process.exitCode = 2;
}

async function sync(secretKey: string): Promise<number> {
  const installation = await openInstallation({ alone: false });
  try {
    const client = openStripe(secretKey, simulator ? { port: Number(simulator) } : undefined);
    stripePort.provide({ client, webhookSecret: '', simulated: false, now: systemClock });
    // The plans and their versions are in the database.
    const changes = await withDatabase(installation.databaseUrl, () => syncCatalogue({ dryRun: values.check }));
    for (const { action, object, detail } of changes) console.log(`${values.check ? 'would ' : ''}${action} ${object}: ${detail}`);
    if (changes.length === 0) console.log('Stripe is in line with the plans.');
    return values.check && changes.length > 0 ? 1 : 0;
  } finally {
    await installation.close();
  }
}
