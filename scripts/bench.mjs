/** `npm run bench [-- <what>]`: prepares the clone, then measures (bench/main.ts lists what can be measured). */
import { environment, prepare, run } from './prepare.mjs';

await prepare();
process.exit(await run('node', ['bench/main.ts', ...process.argv.slice(2)], { env: environment() }));
