import { z } from 'zod';
import { SEVERITIES } from '#lib/incidents/index.ts';
import { RELATION_TYPES } from '#lib/kubernetes/references.ts';
import { maybeTime, time, uuid } from '../schemas.ts';

/** The parts of a diagnosis, in the shape of lib/rca/types.ts. */
export const objectRef = z.object({ kind: z.string(), namespace: z.string().optional(), name: z.string() });
const fieldDiff = z.object({ path: z.string(), before: z.string().optional(), after: z.string().optional() });
export const remedy = z.object({ text: z.string(), command: z.string().optional() });
const tier = z.enum(['confirmed', 'likely', 'possible']);

export const evidence = z.object({
  text: z.string(),
  source: z.discriminatedUnion('type', [
    z.object({ type: z.literal('state'), object: objectRef, path: z.string(), value: z.string() }),
    z.object({
      type: z.literal('event'),
      object: objectRef,
      reason: z.string(),
      message: z.string(),
      at: z.number().optional(),
      count: z.number().optional(),
    }),
    z.object({
      type: z.literal('log'),
      namespace: z.string(),
      pod: z.string(),
      container: z.string(),
      line: z.string(),
      previous: z.boolean(),
    }),
    z.object({
      type: z.literal('change'),
      changeId: z.string(),
      object: objectRef,
      fields: z.array(fieldDiff),
      at: z.number(),
      by: z.string().optional(),
    }),
    z.object({ type: z.literal('alert'), name: z.string(), summary: z.string(), at: z.number().optional() }),
    z.object({ type: z.literal('metric'), object: objectRef, metric: z.string(), from: z.number(), to: z.number() }),
  ]),
});
const relation = z.enum(RELATION_TYPES).nullable();
const causalEdge = z.object({ from: objectRef, to: objectRef, relation, mechanism: z.string(), text: z.string() });

export const diagnosis = z.object({
  verdict: z.enum(['incident', 'no_incident']),
  reason: z.string(),
  symptoms: z.array(z.object({ object: objectRef, what: z.string(), message: z.string(), since: z.number().optional() })),
  onset: z
    .object({
      at: z.number().describe('The time of the first sign, epoch ms.'),
      wasWell: z.boolean().optional().describe('Whether what fails was well before; false if it was broken since it was made.'),
    })
    .optional(),
  culprit: z
    .object({
      changeId: z.string(),
      object: objectRef,
      op: z.enum(['created', 'updated', 'deleted']),
      at: z.number(),
      fields: z.array(fieldDiff),
      by: z.string().optional(),
      beforeMs: z.number().describe('How long before the first sign it was made, in ms.'),
      text: z.string(),
      revert: remedy.optional().describe('How to take exactly this change back.'),
    })
    .optional()
    .describe('The change that most likely began the trouble: to the object of the first cause, or to one that it reads.'),
  causes: z.array(
    z.object({
      rank: z.number(),
      code: z.string(),
      title: z.string(),
      object: objectRef,
      tier,
      confidence: z.number(),
      summary: z.string(),
      evidenceFor: z.array(evidence),
      evidenceAgainst: z.array(evidence),
      chain: z.array(causalEdge),
      remedies: z.array(remedy),
    }),
  ),
  inquiry: z
    .object({ lookedAt: z.array(z.string()), next: z.array(remedy) })
    .optional()
    .describe('Only without a cause: what was looked at, and what to look at next.'),
  chain: z.array(causalEdge),
  blastRadius: z.object({
    affected: z.array(
      z.object({
        object: objectRef,
        impact: z.enum(['failing', 'degraded', 'at-risk']),
        hops: z.number(),
        via: causalEdge.omit({ to: true, text: true }).nullable(),
      }),
    ),
    counts: z.object({ workloads: z.number(), pods: z.number(), services: z.number(), namespaces: z.number() }),
  }),
  timeline: z.array(
    z.object({
      at: z.number(),
      lane: z.enum(['change', 'event', 'log', 'alert']),
      object: objectRef,
      text: z.string(),
      severity: z.enum(['info', 'warning', 'error']),
      fields: z.array(fieldDiff).optional(),
    }),
  ),
  gaps: z.array(z.string()),
  earlier: z
    .object({ failed: z.array(objectRef), reached: z.array(objectRef) })
    .optional()
    .describe('Only of an incident: what failed in it before, and what its fault could reach then.'),
});

/** An incident in a list. */
export const incident = z.object({
  id: uuid,
  number: z.number(),
  cluster: z.string(),
  status: z.enum(['open', 'closed']),
  title: z.string(),
  code: z.string().nullable(),
  object: objectRef.nullable(),
  tier: tier.nullable(),
  severity: z
    .enum(SEVERITIES)
    .describe('How bad its effect is: critical if something fails that users or other objects go through or run on.'),
  openedAt: time,
  lastSeenAt: time,
  closedAt: maybeTime,
  diagnosedAt: time,
  acknowledgedAt: maybeTime,
  acknowledgedBy: z.string().nullable(),
  assignee: z.object({ id: uuid, name: z.string() }).nullable(),
  snoozedUntil: maybeTime,
  resolvedAt: maybeTime.describe('When somebody held it for done. Whether it is, the cluster tells: it is closed then.'),
  resolvedBy: z.string().nullable(),
});

/** A link to another incident. */
export const relative = z.object({ id: uuid, number: z.number(), title: z.string() });

/** The times of a stored incident in the shape of the API. */
export function shownTimes(row: Record<(typeof TIMES)[number], Date> & Record<(typeof MAYBE_TIMES)[number], Date | null>) {
  const times = TIMES.map((name) => [name, row[name].getTime()] as const);
  const maybe = MAYBE_TIMES.map((name) => [name, row[name]?.getTime() ?? null] as const);
  return Object.fromEntries([...times, ...maybe]);
}
const TIMES = ['openedAt', 'lastSeenAt', 'diagnosedAt'] as const;
const MAYBE_TIMES = ['closedAt', 'acknowledgedAt', 'snoozedUntil', 'resolvedAt'] as const;
