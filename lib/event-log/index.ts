/** The event log: append-only streams a client, read by offset. Adapters on PostgreSQL and Kafka implement one port. */
export { backlogs, clientsBehind, GROUPS } from './groups.ts';
export { type KafkaAccess, type KafkaStanding, openKafkaAccess } from './kafka/access.ts';
export { eventLog, kafkaAccess, openEventLog } from './open.ts';
export { type EventLog, type LogRecord, type NewRecord, type Positions, UnknownStreamError } from './port.ts';
export { openPostgresEventLog } from './postgres/log.ts';
