import { database, inTenantSql } from '#lib/platform/database/index.ts';
import type { Severity } from './severity.ts';

/** An incident, as a list of changes links to it. */
export interface IncidentOfChanges {
  id: string;
  number: number;
  title: string;
  status: 'open' | 'closed';
  severity: Severity;
  /** The changes of those asked for that speak for a cause of it. */
  changes: string[];
  /** The change that most likely began it, if it is one of those. */
  culprit?: string;
}

/** The incidents for a cause of which one of the changes with these keys speaks, newest first. */
export async function incidentsOfChanges(tenantId: string, keys: readonly string[]): Promise<IncidentOfChanges[]> {
  if (keys.length === 0) return [];
  const { rows } = await inTenantSql(database.use().pool, tenantId, (sql) =>
    sql.query<Omit<IncidentOfChanges, 'culprit'> & { culprit: string | null }>(
      `SELECT id, number, title, status, severity, changes, diagnosis #>> '{culprit,changeId}' AS culprit
       FROM incidents WHERE tenant_id = $1 AND changes && $2 ORDER BY number DESC`,
      [tenantId, keys],
    ),
  );
  const asked = new Set(keys);
  return rows.map(({ culprit, changes, ...incident }) => ({
    ...incident,
    changes: changes.filter((key) => asked.has(key)),
    ...(culprit !== null && asked.has(culprit) && { culprit }),
  }));
}
