/**
 * `npm run test:cluster`: the suites against real PostgreSQL, Kafka, Neo4j and Redis (scripts/servers.ts brings them up):
 * the contracts, access and isolation, provisioning and removal, and then the browser journeys with the product on these
 * servers and its agents on Kafka. The servers keep running; `npm run servers stop` stops them.
 */
import { buildPortal, environment, findBrowser, prepareCode, run } from './prepare.mjs';

await prepareCode();
await run('node', ['--disable-warning=ExperimentalWarning', 'scripts/servers.ts']);
const suites = await run('vitest', ['run', '--project', 'cluster']);
await buildPortal();
const env = { ...environment(), CHROMIUM_PATH: await findBrowser(), KG_TEST_SERVERS: '1' };
const journeys = await run('playwright', ['test', 'journey', 'crash'], { env });
process.exitCode = suites === 0 && journeys === 0 ? 0 : 1;
