/** `npm run bench [-- <what>]`: prepares the clone, then measures (bench/main.ts lists what can be measured). */
import { buildPortal, environment, generateDatabaseClient, installDependencies, requireNode, run } from './prepare.mjs';

requireNode();
await installDependencies();
await generateDatabaseClient();
await buildPortal();
process.exit(await run('node', ['bench/main.ts', ...process.argv.slice(2)], { env: environment() }));
