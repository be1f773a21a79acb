/** The plans and their limits. Money in integer cents, storage in bytes; null means unlimited. */
export const PLANS = {
  free: {
    name: 'Free',
    monthlyCents: 0,
    eventsPerDay: 10_000,
    rcaQueriesPerMonth: 100,
    storageBytes: 1e9,
    apiCallsPerMonth: 10_000,
    clusters: 1,
    retentionDays: 7,
    requestsPerMinute: 100,
    kafka: { producerBytesPerSecond: 100_000, requestPercentage: 5 },
    overage: null,
  },
  basic: {
    name: 'Basic',
    monthlyCents: 9_900,
    eventsPerDay: 100_000,
    rcaQueriesPerMonth: 1_000,
    storageBytes: 10e9,
    apiCallsPerMonth: 100_000,
    clusters: 3,
    retentionDays: 30,
    requestsPerMinute: 1_000,
    kafka: { producerBytesPerSecond: 1_000_000, requestPercentage: 10 },
    overage: { centsPer1kEvents: 10, centsPerRcaQuery: 50, centsPerGb: 200 },
  },
  pro: {
    name: 'Pro',
    monthlyCents: 49_900,
    eventsPerDay: 1_000_000,
    rcaQueriesPerMonth: 10_000,
    storageBytes: 100e9,
    apiCallsPerMonth: 1_000_000,
    clusters: 10,
    retentionDays: 90,
    requestsPerMinute: 10_000,
    kafka: { producerBytesPerSecond: 5_000_000, requestPercentage: 25 },
    overage: { centsPer1kEvents: 5, centsPerRcaQuery: 25, centsPerGb: 100 },
  },
  enterprise: {
    name: 'Enterprise',
    monthlyCents: null,
    eventsPerDay: null,
    rcaQueriesPerMonth: null,
    storageBytes: null,
    apiCallsPerMonth: null,
    clusters: null,
    retentionDays: 365,
    requestsPerMinute: 100_000,
    kafka: { producerBytesPerSecond: 50_000_000, requestPercentage: 100 },
    overage: null,
  },
} as const satisfies Record<string, Plan>;

/** The limits of a plan. Without `overage`, usage above a limit is refused (Free) or settled by contract (Enterprise). */
export interface Plan {
  name: string;
  monthlyCents: number | null;
  eventsPerDay: number | null;
  rcaQueriesPerMonth: number | null;
  storageBytes: number | null;
  apiCallsPerMonth: number | null;
  clusters: number | null;
  retentionDays: number;
  requestsPerMinute: number;
  /** The Kafka quota of the client's agents; the brokers throttle what exceeds it. */
  kafka: { producerBytesPerSecond: number; requestPercentage: number };
  overage: { centsPer1kEvents: number; centsPerRcaQuery: number; centsPerGb: number } | null;
}

export type PlanName = keyof typeof PLANS;

/** The plan with this name. */
export function planOf(name: PlanName): Plan {
  return PLANS[name];
}
