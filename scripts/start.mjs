/** `npm start`: prepares a fresh clone and runs the product; written for any Node from 20 on. */
import { prepare, spawnProduct } from './prepare.mjs';
import { usage } from './usage.mjs';

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(usage());
  process.exit(0);
}
await prepare();

const child = spawnProduct(args, 'production');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
