import { inject } from 'vitest';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { eventLogContract } from './contract.ts';
import { openKafkaEventLog } from './kafka/log.ts';

eventLogContract(
  async (clock) => {
    const db = await freshDatabase();
    const { KAFKA_BROKERS = '', KAFKA_USERNAME = '', KAFKA_PASSWORD = '' } = inject('servers');
    const options = { brokers: KAFKA_BROKERS.split(','), username: KAFKA_USERNAME, password: KAFKA_PASSWORD };
    const log = await openKafkaEventLog(options, db.pool, () => clock.now);
    return {
      log,
      async close() {
        await log.close();
        await db.drop();
      },
    };
  },
  { compaction: 'in its own time' },
);
