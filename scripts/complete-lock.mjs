// Completes package-lock.json after `npm install`: `npm ci` refuses the whole lock when an optional platform
// package has no entry, because the registry does not have it or npm left it out. Each missing package gets
// an entry with its os and cpu, read from its name; npm skips it on every other platform.
import { readFileSync, writeFileSync } from 'node:fs';

const SYSTEMS = ['darwin', 'linux', 'win32', 'freebsd', 'android', 'openharmony', 'sunos', 'aix', 'netbsd', 'openbsd'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'loong64', 'mips64el', 'arm'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const present = lock.packages;
const added = [];
for (const [folder, entry] of Object.entries({ ...present })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (present[`${folder}/node_modules/${name}`] || present[`node_modules/${name}`]) continue;
    const words = name.split(/[-/]/);
    present[`node_modules/${name}`] = {
      version,
      cpu: [PROCESSORS.find((cpu) => words.includes(cpu)) ?? 'none'],
      ...(words.includes('musl') ? { libc: ['musl'] } : words.includes('gnu') ? { libc: ['glibc'] } : {}),
      optional: true,
      ...(SYSTEMS.some((os) => words.includes(os)) ? { os: SYSTEMS.filter((os) => words.includes(os)) } : {}),
    };
    added.push(`${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(present).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length ? `added ${added.length}: ${added.join(', ')}` : 'nothing was missing');
