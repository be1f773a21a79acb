import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { helm } from '#simulators/kubernetes/testing/kube-binaries.ts';
import { COMMANDS } from '../scripts/admin.ts';
import { helmIn, REQUIRED } from '../server-chart/testing/helm.ts';
import { requestsOf, requestsRow } from '../server-chart/testing/requests.ts';
import { ALERTS } from './alerts.ts';

const ROOT = join(import.meta.dirname, '..');
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const DOCS = ['docs/operations.md', 'docs/server-deployment.md'];
/** Commands are indented by four spaces. */
const commands = DOCS.flatMap((path) => [...textOf(path).matchAll(/^ {4}(\S.*)$/gm)].map(([, line = '']) => line));
const startingWith = (program: string) => commands.filter((line) => line.startsWith(`${program} `));
const chart = helmIn(dirname(helm('v34')));
afterAll(chart.remove);

it('every alert has its runbook, and every runbook its alert', () => {
  const [, runbooks = ''] = textOf('docs/operations.md').split('\n# Runbooks\n');
  expect([...runbooks.matchAll(/^## (.+)$/gm)].map(([, name]) => name)).toEqual(ALERTS.map(({ name }) => name));
});

describe('commands in the documents', () => {
  it('of npm exist, with their options', () => {
    const { scripts } = JSON.parse(textOf('package.json'));
    const all = DOCS.flatMap((path) => [...textOf(path).matchAll(/npm run ([\w:]+)(?: -- ([^\n`]*))?/g)]);
    expect(all.length).toBeGreaterThan(4);
    for (const [, script = '', rest = ''] of all) {
      expect(scripts).toHaveProperty([script]);
      const [name = '', ...args] = rest.trim().split(/\s+/);
      if (script !== 'admin') continue;
      expect(COMMANDS, rest).toHaveProperty(name);
      const options = args.filter((one) => one.startsWith('--')).map((one) => one.slice(2));
      expect(options.filter((option) => !(option in COMMANDS[name]!.options))).toEqual([]);
    }
  });

  it('of helm render with the values that the document shows', async () => {
    const [, shown = ''] = /```yaml\n(publicUrl:[\s\S]+?)```/.exec(textOf('docs/server-deployment.md')) ?? [];
    const values = parse(shown);
    const installs = startingWith('helm').filter((line) => /^helm (install|upgrade)/.test(line));
    expect(installs.length).toBe(3);
    for (const line of installs) {
      const files = [...line.matchAll(/--values (server-chart\/\S+)/g)].map(([, path = '']) => join(ROOT, path));
      const sets = [...line.matchAll(/--set ([\w.]+=\w+)/g)].flatMap(([, set = '']) => ['--set', set]);
      const { code, stderr } = await chart.helm(['template', 'kg-rca', join(ROOT, 'server-chart'), ...sets], ...files, values);
      expect(stderr).toBe('');
      expect(code).toBe(0);
    }
  });

  it('of kubectl name objects and components that the chart makes', async () => {
    const manifests = await chart.render(REQUIRED, join(ROOT, 'server-chart/profiles/standard.yaml'), {
      backup: { enabled: true },
      ingress: { tls: { issuer: { name: 'any' } } },
    });
    const made = new Set(manifests.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`));
    const components = new Set(manifests.flatMap(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] ?? []));
    const lines = startingWith('kubectl');
    const objects = lines.flatMap((line) => [
      ...[...line.matchAll(/\b(deployment|cronjob)\/([\w-]+)/g)].map(([text]) => text),
      ...[...line.matchAll(/describe (\w+) ([\w-]+)/g)].map(([, kind, name]) => `${kind}/${name}`),
    ]);
    expect(objects.length).toBeGreaterThan(8);
    expect(objects.filter((object) => !made.has(object))).toEqual([]);
    const named = lines.flatMap((line) => [...line.matchAll(/component=([\w-]+)/g)].map(([, component = '']) => component));
    expect(named.filter((component) => !components.has(component))).toEqual([]);
  });
});

it('the table of profiles says what the profiles ask for', async () => {
  const document = textOf('docs/server-deployment.md');
  for (const profile of ['small', 'standard', 'large']) {
    const own = { postgres: { mode: 'cloudnative-pg' } };
    const manifests = await chart.render(REQUIRED, join(ROOT, `server-chart/profiles/${profile}.yaml`), own);
    expect(document).toContain(requestsRow(profile, requestsOf(manifests)));
  }
});
