import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runForTest } from './testing.ts';

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

const run = (...args: string[]) => runForTest(args);

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
  it('names the cause in a dump and exits with 1', async () => {
    const dump = write({
      'resources.json': JSON.stringify({ kind: 'List', items: [POD] }),
      'events.json': JSON.stringify({ kind: 'List', items: [EVENT] }),
    });
    const { code, out, err } = await run('analyze', dump);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('image.reference_invalid');
    expect(out).toContain('no nodes');
  });

  it('reads the output of kubectl from any file: YAML, several documents, single objects, events together with resources', async () => {
    const yaml = `# kubectl get pod -o yaml\n${JSON.stringify(POD)}\n---\n${JSON.stringify(EVENT)}\n`;
    const { code, out } = await run('analyze', write({ 'everything.yaml': yaml }), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'incident', causes: [{ code: 'image.reference_invalid' }] });
  });

  it('exits with 0 and prints the reason if nothing is wrong', async () => {
    const healthy = { ...POD, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } };
    const { code, out } = await run('analyze', write({ 'resources.json': JSON.stringify([healthy]), 'events.json': '{"items":[]}' }));
    expect(code).toBe(0);
    expect(out).toMatch(/^No incident\n/);
  });

  it('prints the same bytes for the same dump', async () => {
    const dump = write({ 'resources.json': JSON.stringify([POD, EVENT]) });
    expect((await run('analyze', dump, '--json')).out).toBe((await run('analyze', dump, '--json')).out);
  });

  it.each<[string, string[], RegExp]>([
    ['no command', [], /no command was given/],
    ['an unknown command', ['explain'], /unknown command explain/],
    ['no folder', ['analyze'], /specify the folder of a dump, or --live/],
    ['a folder and --live', ['analyze', '.', '--live'], /not both/],
    ['two folders', ['analyze', 'a', 'b'], /unexpected argument b/],
    ['an unknown option', ['analyze', '.', '--frob'], /Unknown option '--frob'; see --help/],
    ['a limit that is not a number', ['analyze', '.', '--limit', 'many'], /--limit must be a whole number of at least 1, not many/],
    ['a folder that does not exist', ['analyze', '/no/such/folder'], /\/no\/such\/folder does not exist; create a dump with/],
    [
      'a kubeconfig that does not exist',
      ['analyze', '--live', '--kubeconfig', '/no/kubeconfig'],
      /kubeconfig.*docs\/analyze\.md lists the commands/,
    ],
    ['dump without a folder', ['dump'], /specify the folder to write to/],
    ['dump with an option of analyze', ['dump', 'x', '--json'], /dump does not have the option --json/],
  ])('with %s says so in one line and exits with 2', async (_, args, message) => {
    const { code, out, err } = await run(...args);
    expect({ code, out, lines: err.trimEnd().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(err).toMatch(message);
  });

  it.each([
    ['an empty folder', {}, /does not contain a dump/],
    [
      'a file that is not JSON',
      { 'resources.json': '{"items":[' },
      /resources\.json cannot be read: .*; correct it or remove it from the folder/,
    ],
    ['a file that is not YAML', { 'pods.yaml': 'a: [1' }, /pods\.yaml cannot be read/],
  ])('for %s names the file or folder and what to do', async (_, files, message) => {
    const { code, err } = await run('analyze', write(files));
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('names what is missing in the dump of a user without all permissions', async () => {
    const { out } = await run(
      'analyze',
      write({ 'resources.json': JSON.stringify([POD]), 'missing.txt': 'secrets: no permission to list them\n' }),
    );
    expect(out).toContain('secrets: no permission to list them');
  });
});

describe('kg-rca dump', () => {
  it('does not overwrite files', async () => {
    const { code, err } = await run('dump', write({ 'notes.txt': 'mine' }));
    expect(code).toBe(2);
    expect(err).toContain('already exists and is not empty');
  });
});

describe('what somebody complains about', () => {
  const WELL = {
    ...POD,
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'cart', ready: true, restartCount: 0, state: { running: { startedAt: AT } } }],
    },
  };
  const dumpOfWell = () =>
    write({ 'case.json': `{"collectedAt":"${AT}"}`, 'resources.json': JSON.stringify({ kind: 'List', items: [WELL] }) });

  it('is an incident although the object looks well, with what was looked at and what to look at next', async () => {
    expect(await run('analyze', dumpOfWell())).toMatchObject({ code: 0 });
    const { code, out } = await run('analyze', dumpOfWell(), '--about', 'pod/shop/cart', '--symptom', 'checkout answers with 503');
    expect(code).toBe(1);
    expect(out).toContain('cause unknown');
    expect(out).toContain('checkout answers with 503');
    expect(out).toContain('Looked at\n  Pod shop/cart: 1 of 1 pods ready, 0 restarts, not changed in the last hour');
    expect(out).toContain('$ kubectl describe pod cart -n shop');
    expect(out).toContain('$ kubectl get events -n shop --sort-by=.lastTimestamp');
  });

  it.each([
    [['--symptom', 'slow'], '--symptom needs --about'],
    [['--about', 'teapot/shop/cart'], '--about begins with one of Pod, Deployment'],
    [['--about', 'pod/cart'], '--about pod/cart is not of the form pod/NAMESPACE/NAME'],
    [['--about', 'node/a/b'], 'is not of the form node/NAME'],
    [['--about', 'pod/shop/'], 'is not of the form pod/NAMESPACE/NAME'],
    [['--about', 'pod/shop/mail'], 'there is no Pod shop/mail in what was read'],
  ])('is refused where it names nothing: %j', async (options, message) => {
    const { code, err } = await run('analyze', dumpOfWell(), ...options);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
