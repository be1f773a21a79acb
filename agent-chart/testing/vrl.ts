import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const CRATE = join(import.meta.dirname, 'vrl-check');
const TARGET = join(import.meta.dirname, '../../.cache/vrl-check');

/** Whether Rust is there, with which Vector's compiler is built. */
export const hasRust = (() => {
  try {
    execFileSync('cargo', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Builds the runner of Vector's own compiler (the crate vrl), once; from nothing that takes some minutes. Gives its path. */
export async function buildVrl(): Promise<string> {
  const program = join(TARGET, 'release/vrl-check');
  if (existsSync(program)) return program;
  mkdirSync(TARGET, { recursive: true });
  await promisify(execFile)('cargo', ['build', '--release', '--locked', '--target-dir', TARGET], {
    cwd: CRATE,
    maxBuffer: 64 * 1024 * 1024,
  });
  return program;
}

/** What a program makes of events, in order; null where it drops one. Rejects with the compiler's words where it does not compile. */
export async function runVrl(
  vrl: string,
  program: string,
  events: readonly object[],
  env: Record<string, string> = {},
): Promise<unknown[]> {
  const running = promisify(execFile)(vrl, [program], { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
  running.child.stdin?.end(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const { stdout } = await running;
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
