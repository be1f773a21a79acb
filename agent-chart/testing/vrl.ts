import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = 'vrl-python==0.1.0';
const FOLDER = join(import.meta.dirname, '../../.cache/vrl', PACKAGE);
const RUNNER = join(import.meta.dirname, 'run-vrl.py');
const execute = promisify(execFile);

/** Whether Python is there, for which Vector's compiler comes as a package. */
export const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import venv, ensurepip']);
    return true;
  } catch {
    return false;
  }
})();

/** Installs Vector's own compiler in a folder of its own, once. Gives the Python that has it. */
export async function installVrl(): Promise<string> {
  const python = join(FOLDER, 'bin/python');
  if (existsSync(join(FOLDER, 'done'))) return python;
  await execute('python3', ['-m', 'venv', FOLDER]);
  await execute(python, ['-m', 'pip', 'install', '--quiet', PACKAGE]);
  await execute('touch', [join(FOLDER, 'done')]);
  return python;
}

/**
 * What a program makes of events, in order; null where it drops one. `env`: variables that it sees. Rejects with the compiler's
 * words where it does not compile.
 */
export async function runVrl(program: string, events: readonly object[], env: Record<string, string> = {}): Promise<unknown[]> {
  const running = execute(await installVrl(), [RUNNER, program], { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
  running.child.stdin?.end(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const { stdout } = await running;
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
