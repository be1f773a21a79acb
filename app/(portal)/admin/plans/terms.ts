import { z } from 'zod';
import type { Plan } from '#lib/plans/index.ts';
import { type PlanTerms, planTerms } from '#lib/plans/terms.ts';

/** How people type a value: dollars for cents, GB for bytes, plain numbers otherwise. */
type Unit = 'dollars' | 'gigabytes' | 'number';
const SCALE: Record<Unit, number> = { dollars: 100, gigabytes: 1e9, number: 1 };

/** A field of the form of terms: its path in the terms, its label, and whether empty means unlimited. */
export interface TermField {
  path: (typeof PATHS)[number];
  label: string;
  unit: Unit;
  optional: boolean;
}

const PATHS = [
  'monthlyCents',
  'eventsPerDay',
  'rcaQueriesPerMonth',
  'storageBytes',
  'storageCeilingBytes',
  'apiCallsPerMonth',
  'clusters',
  'retentionDays',
  'requestsPerMinute',
  'rejectedPerDay',
  'duplicatesPerDay',
  'liveObjects',
  'deadLetters.records',
  'deadLetters.bytes',
  'kafka.producerBytesPerSecond',
  'kafka.requestPercentage',
  'overage.centsPer1kEvents',
  'overage.centsPerRcaQuery',
  'overage.centsPerGb',
] as const;

const field = (path: TermField['path'], label: string, unit: Unit = 'number', optional = false): TermField => ({
  path,
  label,
  unit,
  optional,
});

export const TERM_FIELDS: TermField[] = [
  field('monthlyCents', 'Price per month, in US dollars', 'dollars', true),
  field('eventsPerDay', 'Events per day', 'number', true),
  field('rcaQueriesPerMonth', 'RCA queries per month', 'number', true),
  field('storageBytes', 'Storage, in GB', 'gigabytes', true),
  field('storageCeilingBytes', 'Maximum storage, in GB', 'gigabytes'),
  field('apiCallsPerMonth', 'API calls per month', 'number', true),
  field('clusters', 'Clusters', 'number', true),
  field('retentionDays', 'Days of history'),
  field('requestsPerMinute', 'API requests per minute'),
  field('overage.centsPer1kEvents', 'Price of 1,000 events above the plan', 'dollars', true),
  field('overage.centsPerRcaQuery', 'Price of an RCA query above the plan', 'dollars', true),
  field('overage.centsPerGb', 'Price of a GB of storage above the plan', 'dollars', true),
  field('rejectedPerDay', 'Rejected records per day'),
  field('duplicatesPerDay', 'Repeated records per day'),
  field('liveObjects', 'Live Kubernetes objects'),
  field('deadLetters.records', 'Dead letters kept'),
  field('deadLetters.bytes', 'Dead letters kept, in GB', 'gigabytes'),
  field('kafka.producerBytesPerSecond', 'Kafka: bytes per second'),
  field('kafka.requestPercentage', 'Kafka: share of a request thread, in percent'),
];

const typed = (unit: Unit) =>
  z
    .string()
    .trim()
    .regex(/^(\d{1,15}(\.\d{1,9})?)?$/, 'Enter a number, such as 100 or 0.25.')
    .transform((text) => (text === '' ? null : Math.round(Number(text) * SCALE[unit])));
const count = typed('number');
const money = typed('dollars');
const size = typed('gigabytes');

/** The terms as people type them, read into the terms of the API, by which they are checked. */
export const termsInput = z
  .object({
    monthlyCents: money,
    eventsPerDay: count,
    rcaQueriesPerMonth: count,
    storageBytes: size,
    storageCeilingBytes: size,
    apiCallsPerMonth: count,
    clusters: count,
    retentionDays: count,
    requestsPerMinute: count,
    rejectedPerDay: count,
    duplicatesPerDay: count,
    liveObjects: count,
    deadLetters: z.object({ records: count, bytes: size }),
    kafka: z.object({ producerBytesPerSecond: count, requestPercentage: count }),
    overage: z.object({ centsPer1kEvents: money, centsPerRcaQuery: money, centsPerGb: money }),
  })
  .transform(({ overage, ...terms }, context): PlanTerms => {
    // All three empty: there is no overage.
    const isEmpty = Object.values(overage).every((cents) => cents === null);
    const { data, error } = planTerms.safeParse({ ...terms, overage: isEmpty ? null : overage });
    if (data) return data;
    for (const { path, message } of error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });

/** What the fields of the form hold for terms that exist. */
export function typedTerms(plan: Plan): z.input<typeof termsInput> {
  const text = (value: number | null, unit: Unit = 'number') => (value === null ? '' : String(value / SCALE[unit]));
  const { overage } = plan;
  return {
    monthlyCents: text(plan.monthlyCents, 'dollars'),
    eventsPerDay: text(plan.eventsPerDay),
    rcaQueriesPerMonth: text(plan.rcaQueriesPerMonth),
    storageBytes: text(plan.storageBytes, 'gigabytes'),
    storageCeilingBytes: text(plan.storageCeilingBytes, 'gigabytes'),
    apiCallsPerMonth: text(plan.apiCallsPerMonth),
    clusters: text(plan.clusters),
    retentionDays: text(plan.retentionDays),
    requestsPerMinute: text(plan.requestsPerMinute),
    rejectedPerDay: text(plan.rejectedPerDay),
    duplicatesPerDay: text(plan.duplicatesPerDay),
    liveObjects: text(plan.liveObjects),
    deadLetters: { records: text(plan.deadLetters.records), bytes: text(plan.deadLetters.bytes, 'gigabytes') },
    kafka: { producerBytesPerSecond: text(plan.kafka.producerBytesPerSecond), requestPercentage: text(plan.kafka.requestPercentage) },
    overage: {
      centsPer1kEvents: text(overage?.centsPer1kEvents ?? null, 'dollars'),
      centsPerRcaQuery: text(overage?.centsPerRcaQuery ?? null, 'dollars'),
      centsPerGb: text(overage?.centsPerGb ?? null, 'dollars'),
    },
  };
}

/** A term in words, such as `$99.00` or `unlimited`. */
export function termText(path: string, value: number | null): string {
  const { unit } = TERM_FIELDS.find((one) => one.path === path) ?? { unit: 'number' as const };
  if (value === null) return path === 'monthlyCents' ? 'by contract' : path.startsWith('overage') ? 'none' : 'unlimited';
  if (unit === 'dollars') return (value / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
  return unit === 'gigabytes' ? `${(value / 1e9).toLocaleString('en-US')} GB` : value.toLocaleString('en-US');
}

/** The label of a term. */
export function termLabel(path: string): string {
  return TERM_FIELDS.find((one) => one.path === path)?.label ?? path;
}
