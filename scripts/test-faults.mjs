/**
 * `npm run test:faults`: the product as several processes on the real servers (scripts/servers.ts), under load, while its
 * processes are killed and the servers go away; afterwards nothing may be lost or counted twice. FAULT_KILLS (200)
 * is how many processes are killed, FAULT_OUTAGE_S (60) how long each server is away; `-- kills` and `-- outages` run only one of the two.
 */
import { prepare, run } from './prepare.mjs';

await prepare();
process.exitCode = await run('vitest', ['run', '--project', 'faults', ...process.argv.slice(2)]);
