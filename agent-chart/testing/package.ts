import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { buildAgentPackage } from '#lib/agent-package/index.ts';

const ROOT = join(import.meta.dirname, '../..');
/** A key of the client whose package the tests unpack. */
export const API_KEY = 'kg_live_acme_0123456789abcdef0123456789abcdef';
/** The values that every installation needs. */
export const VALUES = { endpoint: 'https://rca.example.com', clusterName: 'prod-eu-1', apiKey: API_KEY };

/** The package of the client acme, unpacked: `folder` holds chart/ and the scripts, `dir` is for whatever a test writes. `endpoint`: of its values. */
export async function unpackedPackage(endpoint = VALUES.endpoint): Promise<{ dir: string; folder: string; remove: () => void }> {
  const dir = mkdtempSync(join(tmpdir(), 'kg-chart-'));
  const zip = await buildAgentPackage({ ...VALUES, endpoint, tenantId: 'acme', version: '1.2.3', root: ROOT });
  for (const [path, content] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return { dir, folder: join(dir, 'acme'), remove: () => rmSync(dir, { recursive: true, force: true }) };
}
