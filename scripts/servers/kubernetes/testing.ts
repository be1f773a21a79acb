import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubectl } from '#simulators/kubernetes/testing/kube-binaries.ts';
import { buildControlPlane } from './build.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

/** The folder of the built programs: one for all tests of a clone. */
const PROGRAMS = join(import.meta.dirname, '../../../.cache/control-plane');

/** A control plane of its own for a test file, in a folder that goes with it when it stops. `tell` hears what has to be built first. */
export async function freshControlPlane(tell: (text: string) => void = () => {}): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'kg-control-plane-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const plane = await startControlPlane({ programs: await buildControlPlane(PROGRAMS, tell), folder, kubectl: kubectl() });
    const stop = async () => {
      await plane.stop();
      remove();
    };
    return { ...plane, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Creates or changes objects, as `kubectl apply` does. */
export async function apply(plane: ControlPlane, ...objects: object[]): Promise<void> {
  await plane.kubectl(['apply', '--filename=-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
}

/** A node whose kubelet is simulated. */
export function node(name: string): object {
  const ofKubelet = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { type: 'kwok', ...ofKubelet } } };
}

/** A Deployment in the namespace default. `simulate`: how its pods fail (see stages.yaml). */
export function deployment(name: string, replicas: number, simulate?: 'image-missing' | 'crash'): object {
  const labels = { app: name, ...(simulate && { simulate }) };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: `registry.example.com/${name}:1` }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: { replicas, selector: { matchLabels: { app: name } }, template },
  };
}
