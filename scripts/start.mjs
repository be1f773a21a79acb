/** `npm start`: makes a fresh clone ready and runs the product; written for any Node from 20 on. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment, prepare, requireNode, root } from './prepare.mjs';
import { USAGE } from './usage.mjs';

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(USAGE);
  process.exit(0);
}
requireNode();
await prepare();

const child = spawn(join(root, 'node_modules/node/bin/node'), ['--disable-warning=ExperimentalWarning', 'workers/main.ts', ...args], {
  cwd: root,
  env: { ...environment(), NODE_ENV: 'production' },
  stdio: 'inherit',
});
// A terminal sends Ctrl-C to the child too; kill and service managers reach only this process.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) child.kill('SIGINT');
});
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
