/**
 * Writes docs/licences.md: the licences of all packages that the product is delivered with, from package-lock.json. With
 * `--check` it only compares. Either way it fails for a package without a licence, or with one that nobody has allowed yet.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'docs/licences.md';

/** SPDX identifiers. The last row is weak copyleft: such packages are used as they are published, and never changed. */
const ALLOWED = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'CC-BY-4.0'],
  ...['MPL-2.0', 'EPL-2.0', 'LGPL-3.0-or-later'],
]);

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const nameOf = (folder) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Of the packages for other platforms the lock file may know no licence: it is that of the package that they are parts of. */
const whole = new Map();
for (const entry of Object.values(packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) whole.set(name, entry.license);
}

/** Whether an SPDX expression allows the use: every part of an AND, any of an OR. */
function isAllowed(expression) {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (/ OR /i.test(bare)) return bare.split(/ OR /i).some(isAllowed);
  return bare.split(/ AND /i).every((licence) => ALLOWED.has(licence));
}

const byLicence = new Map();
const problems = [];
for (const [folder, entry] of Object.entries(packages)) {
  // The root and the packages of this repository are no others' work.
  if (!folder.includes('node_modules/') || entry.dev || entry.link) continue;
  const name = nameOf(folder);
  const licence = entry.license ?? whole.get(name);
  if (!licence) problems.push(`${name} names no licence`);
  else if (!isAllowed(licence))
    problems.push(`${name} is licensed under ${licence}, which is not among the allowed ones in scripts/licences.mjs`);
  byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(`${name} ${entry.version}`));
}

const rows = [...byLicence]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([licence, names]) => `## ${licence}\n\n${[...names].sort().join(', ')}\n`);
const text = `# Licences

The packages that KG RCA is delivered with, by licence. \`node scripts/licences.mjs\` writes this file from package-lock.json; \`npm run check\` fails when it is out of date, or when a licence is not among the allowed ones. \`npm run --silent sbom\` prints the bill of materials (CycloneDX).

${rows.join('\n')}`;

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== text) problems.push(`${FILE} is out of date: run node scripts/licences.mjs`);
} else writeFileSync(FILE, text);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
