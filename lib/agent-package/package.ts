import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { parseDocument, stringify } from 'yaml';
import { clusterName as clusterNameSchema } from '#lib/wire/messages.ts';
import { apiKeyPrefix } from '#lib/wire/names.ts';
import { compressedBundle } from './bundle.ts';

/** An image that holds the agent (agent/Dockerfile). */
interface AgentImage {
  /** With its registry, like registry.example.com/kg-rca-agent. */
  repository: string;
  tag: string;
}

/** What goes into a client's agent package. */
interface AgentPackageInput {
  tenantId: string;
  /** The provider's address, as seen from the client's cluster. */
  endpoint: string;
  /** The agent's API key, which goes into the package's values. */
  apiKey: string;
  /** The provider's Kafka and the client's user there, if the agent sends to Kafka instead of over HTTPS. */
  kafka?: { brokers: string; username: string; password: string; ca?: string | undefined } | undefined;
  /** The provider's image of the agent; without one the program comes in the chart and runs on a plain Node.js image. */
  image?: AgentImage | undefined;
  /** The name of the cluster; it can be overridden at installation (`install.sh --cluster`). */
  clusterName: string;
  /** The version of chart and agent (SemVer). */
  version: string;
  /** The root of the repository, with agent/ and agent-chart/. Default: the working directory. */
  root?: string;
}

const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** The modification time of every file, so that identical input gives identical bytes; zip stores local time. */
const MTIME = new Date(2020, 0, 1);

/** The file name of a client's package. Throws RangeError for a malformed client ID. */
export function packageFileName(tenantId: string): string {
  apiKeyPrefix(tenantId);
  return `${tenantId}-installation.zip`;
}

/** The command that installs a downloaded package, as the onboarding page shows it. Throws RangeError for a malformed client ID. */
export function installCommand(tenantId: string): string {
  return `unzip ${packageFileName(tenantId)} && sh ${tenantId}/install.sh`;
}

function check({ tenantId, endpoint, apiKey, clusterName, version }: AgentPackageInput): void {
  if (!apiKey.startsWith(apiKeyPrefix(tenantId))) throw new RangeError(`not an API key of client ${tenantId}`);
  if (!/^https?:\/\/[^/?# ]+[^?# ]*$/.test(endpoint)) throw new RangeError(`not an address: ${JSON.stringify(endpoint)}`);
  if (!clusterNameSchema.safeParse(clusterName).success) throw new RangeError(`not a cluster name: ${JSON.stringify(clusterName)}`);
  if (!SEMVER.test(version)) throw new RangeError(`not a version: ${JSON.stringify(version)}`);
}

/** The files of the chart by their path in the chart, sorted. */
async function chartFiles(root: string, version: string): Promise<Map<string, Uint8Array>> {
  const dir = join(root, 'agent-chart');
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dir.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !path.startsWith('testing/'))
    .sort();
  const files = new Map<string, Uint8Array>();
  for (const path of paths) files.set(path, await readFile(join(dir, path)));
  const chart = parseDocument(new TextDecoder().decode(files.get('Chart.yaml')));
  chart.set('version', version);
  chart.set('appVersion', version);
  files.set('Chart.yaml', new TextEncoder().encode(chart.toString()));
  files.set('files/kg-agent.mjs.br', await compressedBundle(root, version));
  return files;
}

function valuesFile({ tenantId, endpoint, apiKey, clusterName, kafka, image }: AgentPackageInput): string {
  return `# Values of the KG RCA agent of client ${tenantId}. This file contains credentials: keep it private.
# All settings are documented in chart/values.yaml.
${stringify({ endpoint, clusterName, apiKey, ...(kafka && { kafka }), ...(image && { image, agent: { bundled: false } }) }, { lineWidth: 0 })}`;
}

/** The scripts of the package. */
const SCRIPTS = ['install.sh', 'verify.sh', 'uninstall.sh', 'common.sh'];

/**
 * Builds a client's agent package: a zip file with the folder <client>/ (chart/, <client>-values.yaml, install.sh, verify.sh,
 * uninstall.sh, README.md). Identical input gives identical bytes. Throws RangeError for malformed input, and esbuild's error if the agent
 * does not build.
 */
export async function buildAgentPackage(input: AgentPackageInput): Promise<Uint8Array> {
  check(input);
  const root = input.root ?? process.cwd();
  const files: Zippable = {};
  const add = (path: string, content: Uint8Array, mode: number) => {
    files[`${input.tenantId}/${path}`] = [content, { mtime: MTIME, os: 3, attrs: (0o100000 | mode) << 16 }];
  };
  for (const [path, content] of await chartFiles(root, input.version)) add(`chart/${path}`, content, 0o644);
  const own = join(root, 'lib', 'agent-package', 'files');
  for (const script of SCRIPTS) add(script, await readFile(join(own, script)), script === 'common.sh' ? 0o644 : 0o755);
  const readme = await readFile(join(own, 'README.md'), 'utf8');
  const filled = readme
    .replaceAll('{{endpoint}}', input.endpoint)
    .replaceAll('{{clusterName}}', input.clusterName)
    .replaceAll('{{version}}', input.version)
    .replaceAll('{{client}}', input.tenantId);
  add('README.md', new TextEncoder().encode(filled), 0o644);
  add(`${input.tenantId}-values.yaml`, new TextEncoder().encode(valuesFile(input)), 0o600);
  return zipSync(files, { level: 9 });
}
