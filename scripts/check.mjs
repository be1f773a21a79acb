/** `npm run check`: formatting and lint (Biome), types (tsc), layers (dependency-cruiser) and their picture, licences, dead code (knip). All run before it reports. */
import { prepareCode, run } from './prepare.mjs';

await prepareCode();

const SOURCES = [
  'lib',
  'app',
  'components',
  'workers',
  'cli',
  'agent',
  'simulators',
  'eval',
  'bench',
  'scripts',
  'monitoring',
  'server-chart',
  'packages',
];
const checks = [
  ['Biome', 'biome', ['check', '.']],
  ['types of routes', 'next', ['typegen']],
  ['tsc', 'tsc', ['--noEmit', '--incremental', 'false']],
  ['layers', 'depcruise', ['--config', '.dependency-cruiser.mjs', ...SOURCES]],
  ['picture of the layers', 'node', ['scripts/draw-layers.mjs', '--check']],
  ['licences', 'node', ['scripts/licences.mjs', '--check']],
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
