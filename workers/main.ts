import { join } from 'node:path';
import { BadEnvironmentError } from '#lib/platform/env.ts';
import { logger, logToFile } from '#lib/platform/logger.ts';
import { readiness } from '#lib/platform/readiness.ts';
import { compose } from './compose.ts';
import { CannotStartError, prepareDataDir } from './installation.ts';
import { Lifecycle, StoppingError } from './lifecycle.ts';
import { BadOptionError, type Options, readOptions, readSettings } from './options.ts';
import { messageOf, welcome } from './terminal.ts';

// Whatever this process and its children write is readable by their user alone.
process.umask(0o077);

const lifecycle = new Lifecycle(logger);
// The last resort: Node ends the process after it, and the log says why.
process.on('uncaughtExceptionMonitor', (error) => logger.fatal({ err: error }, 'an error that nothing caught ends this process'));
let isStopping = false;
/** Where people read: standard output, unless that is the log's. */
let terminal: NodeJS.WriteStream = process.stdout;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const settings = readSettings(options);
  chooseLog(options, settings.DATA_DIR);
  const composed = await compose({
    options,
    settings,
    lifecycle,
    onStep: (line) => terminal.write(`${line} ...\n`),
    onDeath(error) {
      logger.fatal({ err: error }, 'stopping: a part of this process died');
      void stop(1);
    },
  });
  terminal.write(await welcome(options, settings, composed));
}

function chooseLog({ log }: Options, dataDir: string): void {
  if (log === 'json') terminal = process.stderr;
  else logToFile(join(prepareDataDir(dataDir), 'logs', 'kg-rca.log'));
}

async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  readiness.stopping();
  const failed = await lifecycle.stop();
  // A thread that native code keeps busy would have process.exit() wait for it, without end.
  if (failed.some((name) => name.startsWith('thread '))) process.kill(process.pid, 'SIGKILL');
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!isStopping) terminal.write('\nStopping ...\n');
    void stop(0);
  });
}

main().catch(async (error: unknown) => {
  if (isStopping || error instanceof StoppingError) return;
  const isRefusal = [BadOptionError, BadEnvironmentError, CannotStartError].some((kind) => error instanceof kind);
  process.stderr.write(isRefusal ? `${(error as Error).message}\n` : `KG RCA could not start: ${messageOf(error)}\n`);
  if (!isRefusal) logger.fatal({ err: error }, 'the start failed');
  await stop(1);
});
