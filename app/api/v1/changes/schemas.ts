import { z } from 'zod';
import { SEVERITIES } from '#lib/incidents/index.ts';
import { invalid } from '#lib/platform/problem.ts';
import { cluster, limit, uuid } from '../schemas.ts';

/** The filters of changes and of groups of changes. */
export const changesQuery = z.object({
  cluster: cluster.optional(),
  namespace: z.string().min(1).max(63).optional(),
  kind: z.string().min(1).max(63).optional(),
  name: z.string().min(1).max(253).optional().describe('A part of the name of the object.'),
  by: z.string().min(1).max(128).optional().describe('A part of the name of the program that wrote it, such as helm or kubectl-edit.'),
  field: z.string().min(1).max(200).optional().describe('A part of the path or of a value of a changed field, such as image.'),
  since: z.coerce.number().int().nonnegative().optional().describe('Changes at or after this time, epoch ms.'),
  until: z.coerce.number().int().nonnegative().optional().describe('Changes before this time, epoch ms.'),
  controllers: z
    .enum(['include', 'exclude'])
    .default('include')
    .describe("exclude: leaves out what the cluster's own controllers wrote, such as the replicas that an autoscaler set."),
  limit,
  cursor: z.string().max(600).optional(),
});

/** An incident that changes are linked to. */
export const incidentOfChanges = z.object({
  id: uuid,
  number: z.number(),
  title: z.string(),
  status: z.enum(['open', 'closed']),
  severity: z.enum(SEVERITIES),
  changes: z.array(z.string()).describe('The keys of the changes that speak for a cause of it.'),
  culprit: z.string().optional().describe('The key of the change that most likely began it.'),
});

/** The query as the graph takes it. Throws a Problem with status 422 for times in the wrong order. */
export function changesFilter({ controllers, ...query }: z.infer<typeof changesQuery>) {
  if (query.since !== undefined && query.until !== undefined && query.until <= query.since)
    throw invalid('until', 'Use a time after since.');
  return { ...query, peopleOnly: controllers === 'exclude' };
}
