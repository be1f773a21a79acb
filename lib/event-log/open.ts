import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import type { Env } from '#lib/platform/env.ts';
import { handle } from '#lib/platform/handles.ts';
import { openKafkaEventLog } from './kafka/log.ts';
import type { EventLog } from './port.ts';
import { openPostgresEventLog } from './postgres/log.ts';

/** The event log of this process. */
export const eventLog = handle<EventLog>('event-log');

/** Opens the event log that the settings name: Kafka where KAFKA_BROKERS is set, else PostgreSQL. `pool` is shared and not closed with it. */
export async function openEventLog(settings: Env, pool: pg.Pool): Promise<EventLog> {
  const access = await kafkaAccess(settings);
  return access ? openKafkaEventLog(access, pool) : openPostgresEventLog(pool);
}

/** How the settings lead to Kafka; undefined where they name none. Throws where the file of KAFKA_CA cannot be read. */
export async function kafkaAccess({ KAFKA_BROKERS, KAFKA_USERNAME = '', KAFKA_PASSWORD = '', KAFKA_SASL_MECHANISM, KAFKA_CA }: Env) {
  if (!KAFKA_BROKERS) return undefined;
  return {
    brokers: KAFKA_BROKERS.split(',').map((broker) => broker.trim()),
    username: KAFKA_USERNAME,
    password: KAFKA_PASSWORD,
    mechanism: KAFKA_SASL_MECHANISM,
    ca: KAFKA_CA ? await readFile(KAFKA_CA, 'utf8') : undefined,
  };
}
