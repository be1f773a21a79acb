import { database } from '#lib/platform/database/index.ts';
import { readiness } from '#lib/platform/readiness.ts';

export const dynamic = 'force-dynamic';

/** Ready for work: the database answers, and nobody told this process to stop. */
export async function GET(): Promise<Response> {
  if (readiness.isStopping()) return Response.json({ status: 'stopping' }, { status: 503 });
  try {
    await database.use().pool.query('SELECT 1');
    return Response.json({ status: 'ready' });
  } catch (error) {
    return Response.json({ status: 'database unavailable', detail: (error as Error).message }, { status: 503 });
  }
}
