import type { PartsOf, RunningRole } from './role.ts';

const COLLECT_MS = 15_000;
/** The clock of the simulator is turned by people who watch. */
const COLLECT_SIMULATED_MS = 1_000;
const METER_MS = 60_000;
const DAYS_MS = 10 * 60_000;
const LIMITS_MS = 2 * 60_000;
const SWEEP_MS = 30 * 60_000;
const DAY_MS = 86_400_000;

export const name = 'billing';
export const purpose = "processes Stripe's events, meters usage, finalises and charges invoices";
export const queues = ['stripe-event'] as const;
export const thread = 'main';

/**
 * Processes the events of Stripe that the webhook keeps, those first that an earlier process left unprocessed; aggregates usage by
 * day; sends it to Stripe's meters and compares both every night; takes invoices from their draft to their payment. Everything is
 * decided by dates in the database, so any number of processes may run this, and none has to.
 */
export async function start({ jobs, clock, logger }: PartsOf['main']): Promise<RunningRole> {
  const billing = await import('#lib/billing/index.ts');
  const { repeat } = await import('#lib/platform/repeat.ts');
  const every = (ms: number, what: string, work: () => Promise<unknown>) =>
    repeat(
      ms,
      async () => void (await work()),
      (error) => logger.error({ err: error }, `${what} failed; it is tried again`),
    );
  await billing.startStripeEvents(jobs);
  const { reconcileLimits } = await import('#lib/limits/index.ts');
  const repeated = [
    every(DAYS_MS, 'aggregating days', () => billing.aggregateDays(clock())),
    every(LIMITS_MS, 'beginning and ending contracts', () => billing.applyDueContracts(clock())),
    every(LIMITS_MS, 'giving clients their new version', () => billing.applyDuePlans(clock())),
    every(LIMITS_MS, 'comparing usage with the limits', () => reconcileLimits(clock())),
  ];
  const stripe = billing.stripePort.find();
  if (stripe) {
    await prepareCatalogue(stripe.simulated);
    let reconciled = 0;
    repeated.push(
      every(stripe.simulated ? COLLECT_SIMULATED_MS : COLLECT_MS, 'collecting invoices', () => billing.advanceInvoices(stripe.now())),
      every(LIMITS_MS, 'making the invoices of contracts', () => billing.invoiceContracts(stripe.now())),
      every(METER_MS, 'metering usage', async () => {
        await billing.queueMeterEvents(clock());
        await billing.sendMeterEvents(clock());
      }),
      every(SWEEP_MS, 'looking for lost events of Stripe', async () => {
        await billing.sweepEvents(stripe.now());
        const yesterday = billing.dayToReconcile(clock());
        if (yesterday === reconciled) return;
        await billing.reconcileMeters(yesterday, clock());
        // A day that has just been corrected is compared once more.
        await billing.reconcileMeters(yesterday - DAY_MS, clock());
        reconciled = yesterday;
      }),
    );
  }
  /** Sets up the simulator. A real account is only compared: the provider decides when its prices change. */
  async function prepareCatalogue(isSimulated: boolean): Promise<void> {
    try {
      const changes = await billing.syncCatalogue({ dryRun: !isSimulated });
      if (changes.length > 0 && !isSimulated)
        logger.warn({ changes }, 'Stripe differs from the plans: run npm run stripe:sync to see how and to put it right');
    } catch (error) {
      logger.warn({ err: error }, 'Stripe could not be reached; what is missing there is made when it is needed');
    }
  }
  return {
    async stop() {
      for (const one of repeated) await one.stop();
    },
  };
}
