/** `npm run check`: formatting, lint and dependency direction (Biome), types (tsc), dead code (knip). All run, then it answers. */
import { generateDatabaseClient, installDependencies, requireNode, run } from './prepare.mjs';

requireNode();
await installDependencies();
await generateDatabaseClient();

const checks = [
  ['Biome', 'biome', ['check', '.']],
  ['types of routes', 'next', ['typegen']],
  ['tsc', 'tsc', ['--noEmit', '--incremental', 'false']],
  ['dead code', 'knip', ['--no-progress']],
];
const failed = [];
for (const [name, command, args] of checks) {
  if ((await run(command, args, { quiet: true })) !== 0) failed.push(name);
  else console.log(`${name}: clean`);
}
if (failed.length) {
  console.error(`not clean: ${failed.join(', ')}`);
  process.exit(1);
}
