import { mailPort, outboxMail } from '#lib/mail/index.ts';
import { database, openDatabase } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { advanceInvoices, stripePort } from '../index.ts';
import { openStripe } from '../stripe/open.ts';

/** A process that takes all invoices that are due one step further: `node collector.ts DATABASE_URL STRIPE_PORT NOW`. */
const [url = '', port = '', now = ''] = process.argv.slice(2);
database.provide(await openDatabase(url, 8));
env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
mailPort.provide(outboxMail());
stripePort.provide({ client: openStripe('sk_test_1', { port: Number(port) }), webhookSecret: '', simulated: true, now: () => Number(now) });
process.stdout.write('begins\n');
await advanceInvoices(Number(now));
process.exit(0);
