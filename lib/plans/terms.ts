import { z } from 'zod';
import { PLANS, type Plan, type PlanName } from './plans.ts';

const MAX = 1e15;
/** At most 10 million dollars: what a column of cents in the database holds, with room for a sum. */
const cents = z.int().min(0).max(1_000_000_000);
const amount = z.int().min(1).max(MAX);
const limit = amount.nullable();

/**
 * The limits and prices that the staff set in a plan's new version or in a contract; null means unlimited, or a price by
 * contract. Money in integer cents, storage in bytes.
 */
export const planTerms = z
  .object({
    monthlyCents: cents.nullable(),
    eventsPerDay: limit,
    rcaQueriesPerMonth: limit,
    storageBytes: limit,
    storageCeilingBytes: amount,
    rejectedPerDay: amount,
    duplicatesPerDay: amount,
    deadLetters: z.object({ records: amount, bytes: amount }),
    liveObjects: amount.max(10_000_000),
    apiCallsPerMonth: limit,
    clusters: z.int().min(1).max(1_000).nullable(),
    retentionDays: z.int().min(1).max(3_650),
    requestsPerMinute: z.int().min(1).max(1_000_000),
    kafka: z.object({ producerBytesPerSecond: z.int().min(1_024).max(10e9), requestPercentage: z.int().min(1).max(1_000) }),
    overage: z.object({ centsPer1kEvents: cents, centsPerRcaQuery: cents, centsPerGb: cents }).nullable(),
  })
  .superRefine(({ storageBytes, storageCeilingBytes, overage, monthlyCents }, context) => {
    if (storageBytes !== null && storageCeilingBytes < storageBytes)
      context.addIssue({
        code: 'custom',
        path: ['storageCeilingBytes'],
        message: 'The maximum storage must be at least the storage of the plan.',
      });
    if (storageBytes !== null && overage === null && storageCeilingBytes !== storageBytes)
      context.addIssue({
        code: 'custom',
        path: ['storageCeilingBytes'],
        message: 'Without overage nobody pays for more storage than the plan has: set it to the storage of the plan.',
      });
    if (overage !== null && monthlyCents === null)
      context.addIssue({
        code: 'custom',
        path: ['overage'],
        message: 'Overage is billed on the invoice of a plan that has a price per month.',
      });
  });

export type PlanTerms = z.infer<typeof planTerms>;

/** The terms as they are stored. The name belongs to the plan and the version to the history, so neither is input. */
export function termsOfPlan(name: PlanName, version: number, terms: PlanTerms): Plan {
  return { name: PLANS[name].name, version, ...terms };
}

/** What differs between two sets of terms, as paths such as `overage.centsPerGb` with both values; null means unlimited or none. */
export function differenceOf(before: Plan, after: Plan): { path: string; before: number | null; after: number | null }[] {
  return PATHS.map((path) => ({ path, before: valueAt(before, path), after: valueAt(after, path) })).filter(
    (one) => one.before !== one.after,
  );
}

/** Every term of a plan. The database returns them in an order of its own. */
const PATHS = Object.entries(PLANS.basic).flatMap(([key, value]) =>
  key === 'name' || key === 'version' ? [] : typeof value === 'object' ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key],
);

function valueAt(plan: Plan, path: string): number | null {
  const [key = '', inner] = path.split('.');
  const value = (plan as unknown as Record<string, number | null | Record<string, number>>)[key] ?? null;
  if (typeof value !== 'object' || value === null) return value;
  return value[inner ?? ''] ?? null;
}
