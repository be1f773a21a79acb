import { type DestinationStream, pino } from 'pino';
import { escapedForLog } from '#lib/text/index.ts';
import { openLogFile } from './log-file.ts';

/** Names whose values must never reach a log, at any depth that our records have. */
const SECRET_FIELDS = ['password', 'apiKey', 'token', 'authorization', 'cookie', 'secret', 'ciphertext', 'key'];

/** The variable that names the log file of this process. Threads inherit it; without it lines go to standard output. */
const FILE_VARIABLE = 'KG_LOG_FILE';

/** Sends the logs of this process, and of threads that it starts afterwards, to a file. */
export function logToFile(path: string): void {
  process.env[FILE_VARIABLE] = path;
}

let destination: DestinationStream | undefined;
let destinationPath: string | undefined;

/** Chosen when a line is written: the settings are read after this module is loaded, and Next loads it a second time. */
const chosenDestination: DestinationStream = {
  write(line) {
    const path = process.env[FILE_VARIABLE];
    if (!destination || path !== destinationPath) {
      destination = path ? openLogFile(path) : pino.destination({ dest: 1, sync: true });
      destinationPath = path;
    }
    destination.write(escapedForLog(line));
  },
};

/** The structured log of a process: JSON lines with level, time and message; requests add requestId and tenantId. */
export const logger = pino(
  {
    level: process.env.LOG_LEVEL ?? 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[hidden]' },
  },
  chosenDestination,
);

export type Logger = typeof logger;
