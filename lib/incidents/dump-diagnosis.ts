import { inTenant } from '#lib/platform/database/index.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { invalid } from '#lib/platform/problem.ts';
import type { DumpQuestion } from '#lib/rca/dump-diagnosis.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { assertWithinLimit, countRcaQueries } from '#lib/usage/index.ts';
import { diagnoserInUse } from './diagnoser.ts';

/** Under which cluster the RCA query is counted; no cluster can have this name. */
const UNDER = '(dump)';
/** Files that are read as they are. All other .json files hold objects as kubectl prints them. */
const OTHER_FILES = /^(case\.json|alerts\.json|metrics\.csv|missing\.txt|logs\/[^/]+\/[^/]+\/[^/]+\.log)$/;

/**
 * Diagnoses a dump that somebody sends, and counts that as an RCA query. Nothing of it is stored. `files`: text by name, as
 * docs/analyze.md lists them. Throws a Problem: 422 for a file or an object that is none, 429 at the plan's limit. `now` in epoch ms.
 */
export async function diagnoseSentDump(
  tenant: TenantContext,
  files: Readonly<Record<string, string>>,
  question: DumpQuestion,
  now: number,
): Promise<Diagnosis> {
  const dump = combined(files);
  await assertWithinLimit(tenant, 'rca_queries', now);
  const diagnosis = await diagnoserInUse().dump([...dump], question);
  if (!diagnosis) throw invalid('about', 'There is no such object in the dump. Check its kind, namespace and name.');
  await inTenant(tenant.id, (tx) => countRcaQueries(tx, tenant.id, UNDER, 1, now));
  metrics().rcaQueries.inc({ client_id: tenant.id });
  return diagnosis;
}

/** The files as `readDump` takes them: all Events in one, all other objects in another. */
function combined(files: Readonly<Record<string, string>>): Map<string, string> {
  const dump = new Map<string, string>();
  const [resources, events]: [unknown[], unknown[]] = [[], []];
  for (const [name, text] of Object.entries(files)) {
    if (OTHER_FILES.test(name)) dump.set(name, text);
    else if (name.endsWith('.json')) for (const object of objectsIn(name, text)) (isEvent(object) ? events : resources).push(object);
    else
      throw invalid(
        `files.${name}`,
        'Name it *.json (kubectl get -o json), logs/<namespace>/<pod>/<container>.log, alerts.json or metrics.csv.',
      );
  }
  if (resources.length + events.length === 0) throw invalid('files', 'Send at least one object, as kubectl get -o json prints it.');
  dump.set('resources.json', JSON.stringify(resources));
  dump.set('events.json', JSON.stringify(events));
  return dump;
}

function objectsIn(name: string, text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(`files.${name}`, 'This is not valid JSON. Send what kubectl get -o json prints.');
  }
  if (Array.isArray(value)) return value;
  const { items } = (value ?? {}) as { items?: unknown };
  return Array.isArray(items) ? items : [value];
}

function isEvent(object: unknown): boolean {
  return (object as { kind?: unknown } | null)?.kind === 'Event';
}
