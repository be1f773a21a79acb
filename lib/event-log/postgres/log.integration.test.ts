import { freshDatabase } from '#lib/platform/testing/database.ts';
import { eventLogContract } from '../contract.ts';
import { openPostgresEventLog } from './log.ts';

eventLogContract(async (clock) => {
  const db = await freshDatabase();
  const log = await openPostgresEventLog(db.pool, () => clock.now);
  return {
    log,
    async close() {
      await log.close();
      await db.drop();
    },
  };
});
