import { z } from 'zod';
import { planName } from '../../inputs.ts';
import { time } from '../../schemas.ts';

const limit = z.number().int().nullable();

/** The limits and prices of a plan's version or a contract; null means unlimited. Money in cents, storage in bytes. */
export const shownTerms = z.object({
  name: z.string(),
  version: z.number().int(),
  monthlyCents: limit,
  eventsPerDay: limit,
  rcaQueriesPerMonth: limit,
  storageBytes: limit,
  storageCeilingBytes: z.number(),
  rejectedPerDay: z.number(),
  duplicatesPerDay: z.number(),
  deadLetters: z.object({ records: z.number(), bytes: z.number() }),
  liveObjects: z.number(),
  apiCallsPerMonth: limit,
  clusters: limit,
  retentionDays: z.number(),
  requestsPerMinute: z.number(),
  kafka: z.object({ producerBytesPerSecond: z.number(), requestPercentage: z.number() }),
  overage: z.object({ centsPer1kEvents: z.number(), centsPerRcaQuery: z.number(), centsPerGb: z.number() }).nullable(),
});

export const planVersion = z.object({
  plan: planName,
  version: z.number().int(),
  terms: shownTerms,
  note: z.string(),
  createdBy: z.string(),
  createdAt: time,
  clients: z.number().int(),
  changes: z.array(z.object({ path: z.string(), before: z.number().nullable(), after: z.number().nullable() })),
});
