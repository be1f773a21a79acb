import { database } from '#lib/platform/database/index.ts';
import { readiness } from '#lib/platform/readiness.ts';

export const dynamic = 'force-dynamic';

/** Readiness: the database responds, and this process is not shutting down. */
export async function GET(): Promise<Response> {
  if (readiness.isStopping()) return Response.json({ status: 'stopping' }, { status: 503 });
  try {
    await database.use().pool.query('SELECT 1');
    return Response.json({ status: 'ready' });
  } catch (error) {
    return Response.json({ status: 'database unavailable', detail: (error as Error).message }, { status: 503 });
  }
}
