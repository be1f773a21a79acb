/**
 * The first version of each plan, with which an installation begins. What holds for a client comes with the client
 * (`TenantContext.limits`), and what is offered now is the newest version (versions.ts). Money in integer cents, storage in
 * bytes; null means unlimited.
 */
export const PLANS = {
  free: {
    name: 'Free',
    version: 1,
    monthlyCents: 0,
    eventsPerDay: 10_000,
    rcaQueriesPerMonth: 100,
    storageBytes: 1e9,
    storageCeilingBytes: 1e9,
    rejectedPerDay: 10_000,
    duplicatesPerDay: 100_000,
    deadLetters: { records: 1_000, bytes: 10e6 },
    liveObjects: 10_000,
    apiCallsPerMonth: 10_000,
    clusters: 1,
    retentionDays: 7,
    requestsPerMinute: 100,
    kafka: { producerBytesPerSecond: 100_000, requestPercentage: 5 },
    overage: null,
  },
  basic: {
    name: 'Basic',
    version: 1,
    monthlyCents: 9_900,
    eventsPerDay: 100_000,
    rcaQueriesPerMonth: 1_000,
    storageBytes: 10e9,
    storageCeilingBytes: 100e9,
    rejectedPerDay: 100_000,
    duplicatesPerDay: 1_000_000,
    deadLetters: { records: 10_000, bytes: 100e6 },
    liveObjects: 50_000,
    apiCallsPerMonth: 100_000,
    clusters: 3,
    retentionDays: 30,
    requestsPerMinute: 1_000,
    kafka: { producerBytesPerSecond: 1_000_000, requestPercentage: 10 },
    overage: { centsPer1kEvents: 10, centsPerRcaQuery: 50, centsPerGb: 200 },
  },
  pro: {
    name: 'Pro',
    version: 1,
    monthlyCents: 49_900,
    eventsPerDay: 1_000_000,
    rcaQueriesPerMonth: 10_000,
    storageBytes: 100e9,
    storageCeilingBytes: 1e12,
    rejectedPerDay: 1_000_000,
    duplicatesPerDay: 10_000_000,
    deadLetters: { records: 100_000, bytes: 1e9 },
    liveObjects: 100_000,
    apiCallsPerMonth: 1_000_000,
    clusters: 10,
    retentionDays: 90,
    requestsPerMinute: 10_000,
    kafka: { producerBytesPerSecond: 5_000_000, requestPercentage: 25 },
    overage: { centsPer1kEvents: 5, centsPerRcaQuery: 25, centsPerGb: 100 },
  },
  enterprise: {
    name: 'Enterprise',
    version: 1,
    monthlyCents: null,
    eventsPerDay: null,
    rcaQueriesPerMonth: null,
    storageBytes: null,
    storageCeilingBytes: 10e12,
    rejectedPerDay: 10_000_000,
    duplicatesPerDay: 100_000_000,
    deadLetters: { records: 1_000_000, bytes: 10e9 },
    liveObjects: 300_000,
    apiCallsPerMonth: null,
    clusters: null,
    retentionDays: 365,
    requestsPerMinute: 100_000,
    kafka: { producerBytesPerSecond: 50_000_000, requestPercentage: 100 },
    overage: null,
  },
} as const satisfies Record<string, Plan>;

/**
 * The limits of a plan. Without `overage`, usage above a limit is refused (Free) or settled by contract (Enterprise). What a
 * client can make and does not pay for has a limit of its own on every plan, since it costs the installation as much.
 */
export interface Plan {
  name: string;
  /** The version of the plan; of a contract, the version that it was made from. */
  version: number;
  monthlyCents: number | null;
  eventsPerDay: number | null;
  rcaQueriesPerMonth: number | null;
  storageBytes: number | null;
  /** The most storage that a client may have, billed or not: data beyond it is refused. */
  storageCeilingBytes: number;
  /** Records per day that may be rejected, and that may be sent again, before data is refused. */
  rejectedPerDay: number;
  duplicatesPerDay: number;
  /** Rejected records that are kept; more are counted only. */
  deadLetters: { records: number; bytes: number };
  /** Live Kubernetes objects that the graph of all clusters together holds; more are left out of it. */
  liveObjects: number;
  apiCallsPerMonth: number | null;
  clusters: number | null;
  retentionDays: number;
  requestsPerMinute: number;
  /** The Kafka quota of the client's agents; the brokers throttle what exceeds it. */
  kafka: { producerBytesPerSecond: number; requestPercentage: number };
  overage: { centsPer1kEvents: number; centsPerRcaQuery: number; centsPerGb: number } | null;
}

export type PlanName = keyof typeof PLANS;

/** What every plan offers now, by its name. */
export type Offers = Record<PlanName, Plan>;

/** The names of the plans. */
export const PLAN_NAMES = Object.keys(PLANS) as [PlanName, ...PlanName[]];

/** The limits and prices in a column of the database, which were validated on the way in. */
export function limitsOf({ limits }: { limits: unknown }): Plan {
  return limits as Plan;
}

/**
 * The limits at which usage is refused. At a hard cap that a client has set for its overage, those of the plan are hard, as they are
 * without overage.
 */
export function enforcedLimits({ limits, isSpendCapReached }: { limits: Plan; isSpendCapReached?: boolean | undefined }): Plan {
  if (!isSpendCapReached || !limits.overage) return limits;
  return {
    ...limits,
    overage: null,
    storageCeilingBytes: Math.min(limits.storageCeilingBytes, limits.storageBytes ?? Number.POSITIVE_INFINITY),
  };
}
