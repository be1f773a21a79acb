/** `npm run bench [-- <what>]`: makes the clone ready, then measures (bench/main.ts tells what there is). */
import { buildPortal, environment, generateDatabaseClient, installDependencies, requireNode, run } from './prepare.mjs';

requireNode();
await installDependencies();
await generateDatabaseClient();
await buildPortal();
process.exit(await run('node', ['bench/main.ts', ...process.argv.slice(2)], { env: environment() }));
