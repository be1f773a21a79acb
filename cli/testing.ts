import { runCommand } from './main.ts';

/** Runs a command line and returns its exit code and what it wrote. `env` and `now` (epoch ms) are what the command sees. */
export async function runForTest(
  args: string[],
  { env = {}, now = Date.UTC(2026, 10, 23) }: { env?: Record<string, string>; now?: number } = {},
) {
  const output = { out: '', err: '' };
  const code = await runCommand(args, {
    out: (text) => {
      output.out += text;
    },
    err: (text) => {
      output.err += text;
    },
    env,
    columns: 100,
    isTerminal: false,
    now: () => now,
  });
  return { code, ...output };
}
