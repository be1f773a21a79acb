import type { PartsOf, RunningRole } from './role.ts';

export const name = 'billing';
export const purpose = "processes Stripe's events";
export const queues = ['stripe-event'] as const;
export const thread = 'main';

/** Processes the events of Stripe that the webhook keeps, those first that an earlier process left unprocessed. */
export async function start({ jobs }: PartsOf['main']): Promise<RunningRole> {
  const { startStripeEvents } = await import('#lib/billing/index.ts');
  await startStripeEvents(jobs);
  return { stop: () => {} };
}
