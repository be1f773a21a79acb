/** `npm start`: prepares a fresh clone and runs the product; written for any Node from 20 on. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment, prepare, requireNode, root } from './prepare.mjs';
import { usage } from './usage.mjs';

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(usage());
  process.exit(0);
}
requireNode();
await prepare();

// In a process group of its own: a terminal sends Ctrl-C to the whole group of this one, and the product stops its own
// processes in order. kafkajs 2.2.4 sets timers into the past, of which Node warns: nothing that an operator could act on.
const quiet = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];
const child = spawn(join(root, 'node_modules/node/bin/node'), [...quiet, 'workers/main.ts', ...args], {
  cwd: root,
  env: { ...environment(), NODE_ENV: 'production' },
  stdio: 'inherit',
  detached: true,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
