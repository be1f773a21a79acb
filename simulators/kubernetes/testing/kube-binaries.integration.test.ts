import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { helm, kubectl } from './kube-binaries.ts';

test.each([
  ['v34', /^v1\.34\./, /^v4\./],
  ['v31', /^v1\.31\./, /^v3\./],
] as const)('%s: the binaries of the package run and are the versions they are named for', (version, client, chart) => {
  const { clientVersion } = JSON.parse(execFileSync(kubectl(version), ['version', '--client', '-o', 'json'], { encoding: 'utf8' }));
  expect(clientVersion.gitVersion).toMatch(client);
  expect(execFileSync(helm(version), ['version', '--short'], { encoding: 'utf8' })).toMatch(chart);
});
