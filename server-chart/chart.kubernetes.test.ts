import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helm } from '#simulators/kubernetes/testing/kube-binaries.ts';
import type { ControlPlane } from '../scripts/servers/kubernetes/control-plane.ts';
import { freshControlPlane } from '../scripts/servers/kubernetes/testing.ts';
import { helmIn, type Manifest, REQUIRED } from './testing/helm.ts';
import { MATRIX } from './testing/matrix.ts';
import { definitionFiles, WITHOUT_DEFINITION } from './testing/operators.ts';

/** The chart in the eyes of a real API server, which knows the resources of the operators. */
let plane: ControlPlane;
const charts = { 'helm 3': helmIn(dirname(helm('v31'))), 'helm 4': helmIn(dirname(helm('v34'))) };
beforeAll(async () => {
  plane = await freshControlPlane((text) => console.log(text));
  // Some definitions are larger than the annotation of a client-side apply may be.
  for (const file of await definitionFiles()) await plane.kubectl(['apply', '--server-side', `--filename=${file}`]);
  await plane.kubectl(['wait', '--for=condition=Established', '--all', 'crd', '--timeout=60s']);
  await plane.kubectl(['create', 'namespace', 'kg-rca']);
  await plane.kubectl(['create', 'priorityclass', 'high', '--value=1000']);
});
afterAll(async () => {
  await plane?.stop();
  for (const chart of Object.values(charts)) chart.remove();
});

const listOf = (manifests: Manifest[]) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests.filter(({ kind }) => !WITHOUT_DEFINITION.includes(kind)) });
const apply = (manifests: Manifest[], ...options: string[]) =>
  plane.kubectl(['apply', '--server-side', '--validate=strict', '--filename=-', '--output=name', ...options], listOf(manifests));

describe.each(Object.entries(charts))('rendered by %s', (_, chart) => {
  it.each(Object.entries(MATRIX))('is taken without an unknown field, with %s', async (_name, values) => {
    const manifests = await chart.render(REQUIRED, ...values);
    const taken = await apply(manifests, '--dry-run=server');
    expect(taken.trim().split('\n').length).toBe(manifests.filter(({ kind }) => !WITHOUT_DEFINITION.includes(kind)).length);
  });
});

it('refuses a field that there is not: the judge is strict', async () => {
  const [first] = (await charts['helm 4'].render(REQUIRED)).filter(({ kind }) => kind === 'Deployment');
  const wrong = { ...first!, spec: { ...first!.spec, replica: 1 } };
  await expect(apply([wrong], '--dry-run=server')).rejects.toThrow(/replica/);
});

it.each(['profile standard', 'certificates by cert-manager'])(
  'has no difference to what the server keeps, with %s, so that Argo CD stays in sync',
  async (name) => {
    const manifests = (await charts['helm 4'].render(REQUIRED, ...MATRIX[name]!)).filter(
      ({ metadata }) => !metadata.annotations?.['helm.sh/hook'],
    );
    await apply(manifests);
    expect(await plane.kubectl(['diff', '--server-side', '--filename=-'], listOf(manifests))).toBe('');
  },
);

it('can be installed and upgraded by helm itself', async () => {
  const chart = charts['helm 4'];
  await plane.kubectl(['create', 'namespace', 'by-helm']);
  const to = ['kg-rca', dirname(import.meta.dirname).concat('/server-chart'), '--namespace', 'by-helm', '--kubeconfig', plane.kubeconfig];
  const installed = await chart.helm(['install', ...to], REQUIRED);
  expect(installed).toMatchObject({ code: 0, stderr: '' });
  expect(installed.stdout).toContain('The portal will be at https://rca.example.com');
  const upgraded = await chart.helm(['upgrade', ...to, '--no-hooks'], REQUIRED, { roles: { web: { replicas: 3 } } });
  expect(upgraded).toMatchObject({ code: 0, stderr: '' });
  expect(await plane.kubectl(['get', 'deployment', 'kg-rca-web', '--namespace=by-helm', '--output=jsonpath={.spec.replicas}'])).toBe('3');
});
