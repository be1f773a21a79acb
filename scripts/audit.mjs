/**
 * `npm run audit`: asks the registry's advisories, by `npm audit`, whether a package that the product is delivered with has a
 * known vulnerability that is high or critical, and fails if so. Says what was checked. Where the registry offers no
 * advisories nothing was checked: that fails only with AUDIT_REQUIRED=1, so that a build behind a plain mirror still runs.
 */
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit', 'dev', '--json', ...process.argv.slice(2)], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
const report = parsed(stdout);
if (!report?.metadata) {
  const reason = report?.message ?? report?.error?.summary ?? 'npm gave no report';
  console.error(`No package was checked for known vulnerabilities, because the registry offers no advisories: ${reason}`);
  process.exit(process.env.AUDIT_REQUIRED === '1' ? 1 : 0);
}
const bad = Object.values(report.vulnerabilities).filter(({ severity }) => severity === 'high' || severity === 'critical');
for (const { name, severity, range, via, fixAvailable } of bad) {
  const titles = via.filter((cause) => typeof cause === 'object').map(({ title, url }) => `${title} (${url})`);
  const way = fixAvailable ? '`npm audit fix` has a version without it.' : 'There is no fixed version yet.';
  console.error(`${name} ${range}, ${severity}: ${titles.join('; ') || `by way of ${via.join(', ')}`}. ${way}`);
}
const { total } = report.metadata.vulnerabilities;
console.log(
  `${report.metadata.dependencies.prod} packages were checked against the registry's advisories: ${bad.length} high or critical, ${total} in all.`,
);
process.exit(bad.length > 0 ? 1 : 0);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
