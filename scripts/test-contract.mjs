/**
 * `npm run test:contract`: schemathesis against the OpenAPI document of the running product (eval/contract/main.ts). It is a program in
 * Python: its exact versions are installed into a virtual environment of their own (`.cache/schemathesis`). Needs python3, 3.11 or newer, with
 * venv and pip.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, fail, prepare, root, run } from './prepare.mjs';

const requirements = join(root, 'eval/contract/requirements.txt');
const folder = join(root, '.cache/schemathesis');
const stamp = join(folder, 'installed');
const program = join(folder, 'bin/schemathesis');

/** Whether there is a Python that can make a virtual environment. */
function hasPython() {
  const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
  return spawnSync('python3', ['-c', check], { stdio: 'ignore' }).status === 0;
}

async function install() {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing schemathesis ...');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '--only-binary',
    ':all:',
    '-r',
    requirements,
  ];
  if ((await run('python3', ['-m', 'venv', folder])) !== 0) fail('The virtual environment of schemathesis could not be made: see above.');
  if ((await run(join(folder, 'bin/python'), pip)) !== 0) fail('schemathesis could not be installed: see above.');
  writeFileSync(stamp, wanted);
}

if (!hasPython()) fail('test:contract needs python3, 3.11 or newer, with venv and pip (on Debian: apt-get install python3-venv).');
await prepare();
await install();
const args = ['--disable-warning=ExperimentalWarning', 'eval/contract/main.ts', ...process.argv.slice(2)];
process.exit(await run('node', args, { env: { ...environment(), SCHEMATHESIS: program } }));
