import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { agentBundle, compressedBundle } from './bundle.ts';
import { buildAgentPackage, installCommand } from './package.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const INPUT = {
  tenantId: 'acme-prod',
  endpoint: 'https://rca.example.com',
  apiKey: 'kg_live_acme-prod_0123456789abcdef0123456789abcdef',
  clusterName: 'prod-eu-1',
  version: '1.2.3',
  root: ROOT,
};

let bytes: Uint8Array;
let files: Record<string, string>;
let dir: string;
beforeAll(async () => {
  bytes = await buildAgentPackage(INPUT);
  files = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, content]) => [path, new TextDecoder().decode(content)]));
  dir = mkdtempSync(join(tmpdir(), 'kg-package-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The Unix modes in a zip's central directory (APPNOTE 4.3.12), in octal, by path. */
function modesOf(zip: Buffer): Record<string, string> {
  const modes: Record<string, string> = {};
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const path = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    modes[path] = (zip.readUInt32LE(at + 38) >>> 16).toString(8);
  }
  return modes;
}

describe('the agent package', () => {
  it('contains the chart with the program, the values, the scripts and a README, and nothing else', () => {
    expect(Object.keys(files).sort()).toEqual(
      [
        'README.md',
        'chart/.helmignore',
        'chart/Chart.yaml',
        'chart/README.md',
        'chart/files/kg-agent.mjs.br',
        'chart/files/start.mjs',
        'chart/files/vector/normalize.vrl',
        'chart/templates/NOTES.txt',
        'chart/templates/_env.tpl',
        'chart/templates/_helpers.tpl',
        'chart/templates/_rbac.tpl',
        'chart/templates/_validate.tpl',
        'chart/templates/_vector.tpl',
        'chart/templates/bundle.yaml',
        'chart/templates/deployments.yaml',
        'chart/templates/networkpolicy.yaml',
        'chart/templates/pdb.yaml',
        'chart/templates/rbac.yaml',
        'chart/templates/secret.yaml',
        'chart/templates/serviceaccount.yaml',
        'chart/templates/tests/check.yaml',
        'chart/templates/vector.yaml',
        'chart/values.schema.json',
        'chart/values.yaml',
        'acme-prod-values.yaml',
        'common.sh',
        'install.sh',
        'uninstall.sh',
        'verify.sh',
      ]
        .map((path) => `acme-prod/${path}`)
        .sort(),
    );
  });

  it('has identical bytes for identical input, in every time zone', async () => {
    expect(Buffer.from(await buildAgentPackage(INPUT)).equals(Buffer.from(bytes))).toBe(true);
    const script = `import { buildAgentPackage } from '#lib/agent-package/index.ts';
      import { createHash } from 'node:crypto';
      process.stdout.write(createHash('sha256').update(await buildAgentPackage(${JSON.stringify(INPUT)})).digest('hex'));`;
    const path = join(ROOT, 'lib', 'agent-package');
    const digestIn = (zone: string) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: path, env: { ...process.env, TZ: zone } }).toString();
    expect(digestIn('Pacific/Kiritimati')).toBe(digestIn('America/Los_Angeles'));
  });

  it("contains the client's values, and the API key only in values.yaml", () => {
    expect(parse(files['acme-prod/acme-prod-values.yaml']!)).toEqual({
      endpoint: INPUT.endpoint,
      clusterName: INPUT.clusterName,
      apiKey: INPUT.apiKey,
    });
    const withKey = Object.entries(files).filter(([, text]) => text.includes(INPUT.apiKey));
    expect(withKey.map(([path]) => path)).toEqual(['acme-prod/acme-prod-values.yaml']);
    expect(files['acme-prod/README.md']).toContain('Reports cluster `prod-eu-1` to https://rca.example.com');
    expect(files['acme-prod/README.md']).not.toContain('{{');
  });

  it('has its version in the chart and in the program, which needs only Node.js', () => {
    expect(parse(files['acme-prod/chart/Chart.yaml']!)).toMatchObject({ name: 'kg-rca-agent', version: '1.2.3', appVersion: '1.2.3' });
    const program = join(dir, 'kg-agent.mjs');
    writeFileSync(program, brotliDecompressSync(unzipSync(bytes)['acme-prod/chart/files/kg-agent.mjs.br']!));
    const run = (...args: string[]) =>
      execFileSync(process.execPath, [program, ...args], { cwd: dir, env: { ...process.env, KG_AGENT_VERSION: 'other' } }).toString();
    expect(run('--version')).toBe('1.2.3\n');
    expect(run('--help')).toContain('KG_ENDPOINT');
  });

  it('carries a program that fits into an annotation of 256 KiB, in base64 and with what stands around it', async () => {
    expect((await compressedBundle(ROOT, '1.2.3')).byteLength * (4 / 3)).toBeLessThan(256 * 1024 - 4_096);
    expect(bytes.byteLength).toBeLessThan(300 * 1024);
  });

  it('compresses the program once for all packages', async () => {
    expect(await compressedBundle(ROOT, '1.2.3')).toBe(await compressedBundle(ROOT, '1.2.3'));
  });

  it("runs the provider's image where there is one", async () => {
    const image = { repository: 'registry.example.com/kg-rca-agent', tag: '1.2.3' };
    const entries = unzipSync(await buildAgentPackage({ ...INPUT, image }));
    expect(parse(new TextDecoder().decode(entries['acme-prod/acme-prod-values.yaml']))).toMatchObject({ image, agent: { bundled: false } });
  });

  it('unpacks with the scripts executable and the values readable by their owner only', () => {
    const modes = modesOf(Buffer.from(bytes));
    expect(modes['acme-prod/install.sh']).toBe('100755');
    expect(modes['acme-prod/uninstall.sh']).toBe('100755');
    expect(modes['acme-prod/acme-prod-values.yaml']).toBe('100600');
    expect(modes['acme-prod/chart/values.yaml']).toBe('100644');
  });

  it.each<[string, Partial<typeof INPUT>, string]>([
    ['a foreign key', { apiKey: 'kg_live_other_0123456789abcdef0123456789abcdef' }, 'not an API key of client acme-prod'],
    ['a malformed client id', { tenantId: 'Acme' }, 'not a client id'],
    ['an invalid endpoint', { endpoint: 'rca.example.com' }, 'not an address'],
    ['a bad cluster name', { clusterName: 'Prod_1' }, 'not a cluster name'],
    ['a bad version', { version: 'latest' }, 'not a version'],
  ])('refuses %s', async (_, change, message) => {
    await expect(buildAgentPackage({ ...INPUT, ...change })).rejects.toThrow(message);
  });

  it('reports why the agent does not build', async () => {
    await expect(agentBundle(dir, '1.2.3')).rejects.toThrow(/agent\/main\.ts/);
  });
});

describe('the install command', () => {
  it('is one line that unpacks the download and runs the installer', () => {
    expect(installCommand('acme-prod')).toBe('unzip acme-prod-installation.zip && sh acme-prod/install.sh');
    expect(() => installCommand('acme; rm -rf /')).toThrow(RangeError);
  });
});
