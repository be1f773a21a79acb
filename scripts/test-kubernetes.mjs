/**
 * `npm run test:kubernetes`: the agent, its chart and its installation on a real Kubernetes control plane, without Docker: etcd,
 * API server, controller manager and scheduler, and kwok for the kubelets. Building them from Go modules takes ten minutes once;
 * they are kept in `.cache/control-plane`.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fail, prepareCode, root, run } from './prepare.mjs';

for (const [program, argument, way] of [
  ['go', 'version', 'Go 1.26 or newer (https://go.dev/dl), to build the control plane'],
  ['openssl', 'version', 'OpenSSL, for its certificates'],
  ['curl', '--version', 'curl, which install.sh asks KG RCA with'],
])
  if (spawnSync(program, [argument], { stdio: 'ignore' }).status !== 0) fail(`test:kubernetes needs ${way}.`);
await prepareCode();
const build = `
  import { buildControlPlane } from './scripts/servers/kubernetes/build.ts';
  await buildControlPlane(${JSON.stringify(join(root, '.cache/control-plane'))}, console.log);`;
const built = await run('node', ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', build]);
process.exitCode = built === 0 ? await run('vitest', ['run', '--project', 'kubernetes', ...process.argv.slice(2)]) : built;
