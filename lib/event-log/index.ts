import { handle } from '#lib/platform/handles.ts';
import type { EventLog } from './port.ts';

export { openKafkaEventLog } from './kafka/log.ts';
export { type EventLog, type LogRecord, type NewRecord, type Positions, UnknownStreamError } from './port.ts';
export { openPostgresEventLog } from './postgres.ts';

/** The event log of this process. */
export const eventLog = handle<EventLog>('event-log');
