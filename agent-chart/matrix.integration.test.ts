import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { helm } from '#simulators/kubernetes/testing/kube-binaries.ts';
import { MATRIX } from './testing/matrix.ts';
import { unpackedPackage } from './testing/package.ts';
import { run } from './testing/run.ts';

// biome-ignore lint/suspicious/noExplicitAny: manifests are read as they come
type Manifest = Record<string, any>;

let unpacked: Awaited<ReturnType<typeof unpackedPackage>>;
beforeAll(async () => {
  unpacked = await unpackedPackage();
  // The program changes with every commit; what is rendered must not.
  writeFileSync(join(unpacked.folder, 'chart/files/kg-agent.mjs.br'), 'the program');
});
afterAll(() => unpacked.remove());

async function rendered(version: 'v31' | 'v34', values: object): Promise<string> {
  const path = join(unpacked.dir, 'values.yaml');
  writeFileSync(path, stringify(values));
  const args = ['template', 'kg-rca-agent', join(unpacked.folder, 'chart'), '--namespace', 'kg-rca', '--values', path];
  const { code, stdout, stderr } = await run(dirname(helm(version)), unpacked.dir, 'helm', args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

const documents = (text: string) =>
  // A duplicate key is an error here, as it is for the API server.
  parseAllDocuments(text, { uniqueKeys: true })
    .map((document) => {
      expect(document.errors).toEqual([]);
      return document.toJSON() as Manifest | null;
    })
    .filter((manifest) => manifest !== null);

/** The manifests without what their rules say of kinds, which the table of kinds decides. */
function golden(manifests: Manifest[]): string {
  return manifests
    .map((manifest) => stringify(manifest.rules ? { ...manifest, rules: `${manifest.rules.length} rules` } : manifest))
    .join('---\n');
}

describe.each(MATRIX)('the chart with %s', (name, values) => {
  it('renders what is expected, the same with Helm 3 and 4, and the same again', async () => {
    const text = await rendered('v34', values);
    expect(await rendered('v34', values)).toBe(text);
    const manifests = documents(text);
    expect(documents(await rendered('v31', values))).toEqual(manifests);
    await expect(golden(manifests)).toMatchFileSnapshot(`testing/golden/${name.replaceAll(/[ ,]+/g, '-')}.yaml`);
  });
});

it('takes images from the mirror alone where there is one, and each pull secret once', async () => {
  const [, values] = MATRIX.find(([name]) => name === 'mirrored registry')!;
  const pods = documents(await rendered('v34', values)).flatMap(({ spec }) => spec?.template?.spec ?? []);
  expect(pods.flatMap(({ containers }) => containers).map(({ image }) => image)).toEqual(['registry.example.com/mirror/node:24-slim']);
  expect(pods[0].imagePullSecrets).toEqual([{ name: 'mirror' }, { name: 'own' }]);
});

it('sets no user on OpenShift, whether it is told or sees it', async () => {
  const [, values] = MATRIX.find(([name]) => name === 'openshift')!;
  const path = join(unpacked.dir, 'values.yaml');
  writeFileSync(path, stringify({ ...values, podSecurity: {} }));
  const chart = join(unpacked.folder, 'chart');
  const args = ['template', 'a', chart, '--values', path, '--api-versions', 'security.openshift.io/v1'];
  const { stdout } = await run(dirname(helm('v34')), unpacked.dir, 'helm', args);
  for (const text of [stdout, await rendered('v34', values)])
    expect(documents(text).find(({ kind }) => kind === 'Deployment')!.spec.template.spec.securityContext).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
});

it('names nothing outside of its namespace that a release of another namespace names too', async () => {
  const path = join(unpacked.dir, 'values.yaml');
  writeFileSync(path, stringify({ ...MATRIX[0]![1], agent: { namespaces: ['shop'] } }));
  const namesIn = async (namespace: string) => {
    const args = ['template', 'kg-rca-agent', join(unpacked.folder, 'chart'), '--namespace', namespace, '--values', path];
    const manifests = documents((await run(dirname(helm('v34')), unpacked.dir, 'helm', args)).stdout);
    return manifests
      .filter(({ metadata }) => metadata.namespace !== namespace)
      .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
  };
  const [one, other] = await Promise.all(['kg-rca', 'kg-rca-2'].map(namesIn));
  expect(one!.length).toBeGreaterThan(3);
  expect(one!.filter((name) => other!.includes(name))).toEqual([]);
});
