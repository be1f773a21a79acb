import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestApiServer } from '#agent/testing/api-server.ts';
import { CUSTOM_GROUPS } from '#lib/kubernetes/custom-kinds.ts';
import { dumpCluster } from './live.ts';

const PODS = '/api/v1/pods';
const APPLICATIONS = '/apis/argoproj.io/v1alpha1/applications';
let server: TestApiServer;
beforeEach(async () => {
  server = new TestApiServer([PODS]);
  await server.listen();
  server.serve('argoproj.io/v1alpha1', [['Application', 'applications', true]]);
  server.put(APPLICATIONS, { metadata: { name: 'web', namespace: 'argocd' }, spec: { password: 'hunter2' }, status: { phase: 'x' } });
});
afterEach(() => server.close());

async function dumped() {
  const { files, missing } = await dumpCluster({ server: server.url }, undefined, CUSTOM_GROUPS, Date.UTC(2026, 10, 28), () => {});
  return { resources: files.get('resources.json') ?? '', about: JSON.parse(files.get('case.json') ?? '{}'), missing };
}

it('a dump holds the custom resources that people run, with secrets masked, and says that all were read', async () => {
  const { resources, about, missing } = await dumped();
  expect(JSON.parse(resources).items).toEqual([expect.objectContaining({ kind: 'Application', status: { phase: 'x' } })]);
  expect(resources).not.toContain('hunter2');
  expect(about.kinds).toEqual(['Pod', 'Application']);
  expect(missing).toEqual([]);
});

it('without the right to them says so', async () => {
  server.failures.push({ path: APPLICATIONS, status: 403 });
  const { about, missing } = await dumped();
  expect(missing).toContain('applications.argoproj.io: no permission to list them');
  expect(about.kinds).toEqual(['Pod']);
});

it('without discovery says so, and reads everything else', async () => {
  server.failures.push({ path: '/apis', status: 403 });
  const { about, missing } = await dumped();
  expect(missing).toContainEqual(expect.stringMatching(/^custom resources: /));
  expect(about.kinds).toEqual(['Pod']);
});
