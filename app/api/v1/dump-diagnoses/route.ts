import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { diagnoseSentDump } from '#lib/incidents/dump-diagnosis.ts';
import { REPORTABLE_KINDS } from '#lib/rca/index.ts';
import { diagnosis } from '../incidents/schemas.ts';

export const dumpInput = z.object({
  files: z
    .record(z.string().min(1).max(600), z.string())
    .describe(
      'Text by name: *.json with what kubectl get -o json prints; logs/<namespace>/<pod>/<container>.log, also .previous.log; alerts.json; metrics.csv; case.json. At most 1 MiB together.',
    ),
  about: z
    .object({ kind: z.enum(REPORTABLE_KINDS), namespace: z.string().max(63).optional(), name: z.string().min(1).max(253) })
    .optional()
    .describe('What somebody complains about although it may look well.'),
  symptom: z.string().max(500).optional().describe('What is wrong with it, in their words.'),
});

export const POST = route(
  {
    operationId: 'diagnoseDump',
    method: 'POST',
    path: '/api/v1/dump-diagnoses',
    summary: 'Diagnose a dump of a cluster that no agent watches. Nothing of it is stored. Counts as an RCA query.',
    tag: 'Incidents',
    access: 'tenant',
    body: dumpInput,
    problems: [503],
    response: diagnosis,
    status: 201,
  },
  ({ tenant, body: { files, about, symptom }, now }) => diagnoseSentDump(tenant, files, { about, symptom }, now),
);
