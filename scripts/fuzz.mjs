/** `npm run fuzz [-- --inputs 100000 --seed N]`: prepares the clone, then sends mutated requests to the product (eval/fuzz/main.ts). */
import { environment, prepare, run } from './prepare.mjs';

await prepare();
process.exit(
  await run('node', ['--disable-warning=ExperimentalWarning', 'eval/fuzz/main.ts', ...process.argv.slice(2)], { env: environment() }),
);
