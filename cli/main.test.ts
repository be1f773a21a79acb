import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from './main.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kg-rca-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function run(...args: string[]) {
  const said = { out: '', err: '' };
  const code = await runCommand(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    env: {},
    columns: 100,
    isTerminal: false,
    now: () => Date.UTC(2026, 10, 23),
  });
  return { code, ...said };
}

const AT = '2026-11-23T12:00:00Z';
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'cart', namespace: 'shop', uid: 'u1', creationTimestamp: AT },
  spec: { containers: [{ name: 'cart', image: 'registry.example/cart:nope' }] },
  status: {
    phase: 'Pending',
    containerStatuses: [
      { name: 'cart', ready: false, restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff', message: 'cart:nope: not found' } } },
    ],
  },
};
const EVENT = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'cart.1', namespace: 'shop', creationTimestamp: AT },
  involvedObject: { kind: 'Pod', namespace: 'shop', name: 'cart', uid: 'u1' },
  type: 'Warning',
  reason: 'Failed',
  message: 'Failed to pull image "registry.example/cart:nope": rpc error: code = NotFound desc = not found',
  lastTimestamp: AT,
  count: 3,
};

describe('kg-rca analyze', () => {
  it('names the cause of a dump and ends with 1', async () => {
    const dump = write({
      'resources.json': JSON.stringify({ kind: 'List', items: [POD] }),
      'events.json': JSON.stringify({ kind: 'List', items: [EVENT] }),
    });
    const { code, out, err } = await run('analyze', dump);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('image.reference_invalid');
    expect(out).toContain('no nodes');
  });

  it('reads what kubectl prints into any files: YAML, several documents, single objects, events beside resources', async () => {
    const yaml = `# kubectl get pod -o yaml\n${JSON.stringify(POD)}\n---\n${JSON.stringify(EVENT)}\n`;
    const { code, out } = await run('analyze', write({ 'everything.yaml': yaml }), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'incident', causes: [{ code: 'image.reference_invalid' }] });
  });

  it('ends with 0 and the reason when nothing is wrong', async () => {
    const healthy = { ...POD, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } };
    const { code, out } = await run('analyze', write({ 'resources.json': JSON.stringify([healthy]), 'events.json': '{"items":[]}' }));
    expect(code).toBe(0);
    expect(out).toMatch(/^No incident\n/);
  });

  it('gives the same bytes for the same dump', async () => {
    const dump = write({ 'resources.json': JSON.stringify([POD, EVENT]) });
    expect((await run('analyze', dump, '--json')).out).toBe((await run('analyze', dump, '--json')).out);
  });

  it.each<[string, string[], RegExp]>([
    ['no command', [], /a command is missing/],
    ['an unknown command', ['explain'], /no command explain/],
    ['no folder', ['analyze'], /give the folder of a dump, or --live/],
    ['a folder and --live', ['analyze', '.', '--live'], /not both/],
    ['two folders', ['analyze', 'a', 'b'], /b is one argument too many/],
    ['an unknown option', ['analyze', '.', '--frob'], /Unknown option '--frob'; see --help/],
    ['a limit that is no number', ['analyze', '.', '--limit', 'many'], /--limit: many is no number of causes/],
    ['a folder that is not there', ['analyze', '/no/such/folder'], /\/no\/such\/folder does not exist; make a dump with/],
    [
      'a kubeconfig that is not there',
      ['analyze', '--live', '--kubeconfig', '/no/kubeconfig'],
      /kubeconfig.*docs\/analyze\.md has the lines/,
    ],
    ['dump without a folder', ['dump'], /give the folder to write to/],
    ['dump with an option of analyze', ['dump', 'x', '--json'], /--json is no option of dump/],
  ])('with %s says so in one line and ends with 2', async (_, args, message) => {
    const { code, out, err } = await run(...args);
    expect({ code, out, lines: err.trimEnd().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(err).toMatch(message);
  });

  it.each([
    ['an empty folder', {}, /holds no dump/],
    ['a file that is no JSON', { 'resources.json': '{"items":[' }, /resources\.json can not be read: .*; mend it, or leave it out/],
    ['a file that is no YAML', { 'pods.yaml': 'a: [1' }, /pods\.yaml can not be read/],
  ])('names the file and the way out for %s', async (_, files, message) => {
    const { code, err } = await run('analyze', write(files));
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('of a dump that a user without all rights took, names what was missing', async () => {
    const { out } = await run(
      'analyze',
      write({ 'resources.json': JSON.stringify([POD]), 'missing.txt': 'secrets: no right to list them\n' }),
    );
    expect(out).toContain('secrets: no right to list them');
  });
});

describe('kg-rca dump', () => {
  it('writes over nothing', async () => {
    const { code, err } = await run('dump', write({ 'notes.txt': 'mine' }));
    expect(code).toBe(2);
    expect(err).toContain('is there already and not empty');
  });
});
