import { pino } from 'pino';

/** Names whose values must never reach a log, at any depth that our records have. */
const SECRET_FIELDS = ['password', 'apiKey', 'token', 'authorization', 'cookie', 'secret', 'ciphertext', 'key'];

/** The structured log of a process: JSON lines with level, time and message; requests add requestId and tenantId. */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[hidden]' },
});

export type Logger = typeof logger;
