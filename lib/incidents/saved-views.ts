import { inTenant } from '#lib/platform/database/index.ts';
import { invalid, notFound } from '#lib/platform/problem.ts';

/** More than a person finds again. */
const MAX_VIEWS = 30;

/** The views that a member keeps, by name. */
export function listViews(tenantId: string, userId: string) {
  return inTenant(tenantId, (tx) => tx.incidentView.findMany({ where: { tenantId, userId }, orderBy: { name: 'asc' } }));
}

/**
 * Keeps filters of the list under a name; a view of the same name is replaced. `query` is the query of the page's address. Throws a
 * Problem with status 422 that names `name` when there are too many. `now` in epoch ms.
 */
export async function saveView(tenantId: string, userId: string, view: { name: string; query: string }, now: number) {
  return inTenant(tenantId, async (tx) => {
    const key = { tenantId_userId_name: { tenantId, userId, name: view.name } };
    const isNew = !(await tx.incidentView.findUnique({ where: key }));
    if (isNew && (await tx.incidentView.count({ where: { tenantId, userId } })) >= MAX_VIEWS)
      throw invalid('name', `You can keep at most ${MAX_VIEWS} views. Remove one first.`);
    const row = { tenantId, userId, ...view, createdAt: new Date(now) };
    return tx.incidentView.upsert({ where: key, create: row, update: { query: view.query } });
  });
}

/** Removes a view. Throws a Problem with status 404 for one that is not this member's. */
export async function removeView(tenantId: string, userId: string, id: string): Promise<void> {
  const { count } = await inTenant(tenantId, (tx) => tx.incidentView.deleteMany({ where: { id, tenantId, userId } }));
  if (count === 0) throw notFound();
}
