/**
 * `npm test`: unit and integration tests (vitest: embedded PostgreSQL, real HTTP, real kubectl and helm), then the
 * journeys in a real browser against the production build. Ends with the names of what failed, and one line: `N passed, N failed, N skipped`.
 * Arguments choose parts: `npm test -- unit`, `integration`, `e2e`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
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
const failures = [];

/** Adds what a part came to. One that fails without a failed test, as by an error that nothing caught, has failed all the same. */
function add(part, code, { passed = 0, failed = 0, skipped = 0, failures: named = [] } = {}) {
  total.passed += passed;
  total.skipped += skipped;
  total.failed += Math.max(failed, named.length, code === 0 ? 0 : 1);
  failures.push(...named);
  if (code !== 0 && named.length === 0) failures.push(`${part} ended with code ${code}`);
}

for (const project of wanted.filter((part) => part !== 'e2e')) {
  const file = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts/test-report.mjs')}`];
  const code = await run('vitest', ['run', '--project', project, ...reporters], { env: { ...environment(), TEST_REPORT: file } });
  add(project, code, existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
}

if (wanted.includes('e2e')) {
  const file = join(reports, 'e2e.json');
  const env = { ...environment(), CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = await run('playwright', ['test', '--reporter=list,json'], { env });
  add('e2e', code, existsSync(file) ? journeysOf(JSON.parse(readFileSync(file, 'utf8'))) : undefined);
}

function journeysOf({ stats, suites, errors }) {
  const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
  const named = suites
    .flatMap(specsOf)
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results).flatMap((result) => result.errors);
      return [`e2e/${file}: ${title}`, ...errors.map(({ message }) => firstLines(message))].join('\n');
    });
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: [...named, ...errors.map(({ message }) => message)],
  };
}

/** What a failed journey expected and got, indented, without the colours of a terminal. */
function firstLines(message) {
  return stripVTControlCharacters(message).split('\n').slice(0, 12).join('\n').replace(/^/gm, '    ');
}

for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed ? 1 : 0);
