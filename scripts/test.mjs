/**
 * `npm test`: unit and integration tests (vitest: embedded PostgreSQL, real HTTP, real kubectl and helm), then the
 * journeys in a real browser against the production build. Ends with one line: `N passed, N failed, N skipped`.
 * Arguments choose parts: `npm test -- unit`, `integration`, `e2e`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPortal, environment, fail, findBrowser, prepareCode, root, run } from './prepare.mjs';

const PARTS = ['unit', 'integration', 'e2e'];
const wanted = process.argv.slice(2).length ? process.argv.slice(2) : PARTS;
const unknown = wanted.filter((part) => !PARTS.includes(part));
if (unknown.length) fail(`npm test knows the parts ${PARTS.join(', ')}, not ${unknown.join(', ')}.`);

await prepareCode();
// The fuzz test runs the whole product, too.
if (wanted.some((part) => part !== 'unit')) await buildPortal();
const browser = wanted.some((part) => part !== 'unit') ? await findBrowser() : undefined;

const reports = join(root, '.cache', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };

for (const project of wanted.filter((part) => part !== 'e2e')) {
  const file = join(reports, `${project}.json`);
  const code = await run('vitest', ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  if (!existsSync(file)) total.failed++;
  else {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    total.passed += report.numPassedTests;
    total.failed += report.numFailedTests;
    total.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
    // A file that cannot be loaded has no tests to fail, and still is a failure.
    if (code !== 0 && report.numFailedTests === 0) total.failed++;
  }
}

if (wanted.includes('e2e')) {
  const file = join(reports, 'e2e.json');
  const env = { ...environment(), CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = await run('playwright', ['test', '--reporter=list,json'], { env });
  if (!existsSync(file)) total.failed++;
  else {
    const { stats } = JSON.parse(readFileSync(file, 'utf8'));
    total.passed += stats.expected + stats.flaky;
    total.failed += stats.unexpected;
    total.skipped += stats.skipped;
    if (code !== 0 && stats.unexpected === 0) total.failed++;
  }
}

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed ? 1 : 0);
