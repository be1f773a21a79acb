import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MissingToolError } from '../server.ts';

/** The version of Kubernetes in control-plane/go.mod, as the programs are told to give it. */
const KUBERNETES = 'v1.34.4';

/** The programs of the control plane: which module builds each, and from which package. */
const PROGRAMS = {
  etcd: ['control-plane', 'go.etcd.io/etcd/server/v3'],
  'kube-apiserver': ['control-plane', 'k8s.io/kubernetes/cmd/kube-apiserver'],
  'kube-controller-manager': ['control-plane', 'k8s.io/kubernetes/cmd/kube-controller-manager'],
  'kube-scheduler': ['control-plane', 'k8s.io/kubernetes/cmd/kube-scheduler'],
  kwok: ['kwok', 'sigs.k8s.io/kwok/cmd/kwok'],
} as const;

/** A program of the control plane. */
export type Program = keyof typeof PROGRAMS;

/**
 * Builds the programs of a Kubernetes control plane, and kwok for its kubelets, into `folder`, each once, and gives the folder.
 * From nothing that takes ten minutes on two cores. `tell` hears what is built. Throws MissingToolError without Go.
 */
export async function buildControlPlane(folder: string, tell: (text: string) => void): Promise<string> {
  mkdirSync(folder, { recursive: true });
  for (const [program, [module, source]] of Object.entries(PROGRAMS)) {
    if (existsSync(join(folder, program))) continue;
    tell(`Building ${program} ...`);
    await goBuild(join(import.meta.dirname, module), source, join(folder, program));
  }
  return folder;
}

async function goBuild(module: string, source: string, target: string): Promise<void> {
  // Builds without these answer v0.0.0-master, which Helm and kubectl take for an old version.
  const version = 'k8s.io/component-base/version';
  const [major = '', minor = ''] = KUBERNETES.slice(1).split('.');
  const facts = { gitVersion: KUBERNETES, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const flags = Object.entries(facts).map(([name, value]) => `-X ${version}.${name}=${value}`);
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' };
  try {
    await promisify(execFile)('go', ['build', '-trimpath', '-ldflags', `-s -w ${flags.join(' ')}`, '-o', target, source], {
      cwd: module,
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new MissingToolError('go is not on PATH; install Go 1.26 or newer (https://go.dev/dl)');
    throw error;
  }
}
