import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { parseDocument, stringify } from 'yaml';
import { clusterName as clusterNameSchema } from '#lib/wire/messages.ts';
import { apiKeyPrefix } from '#lib/wire/names.ts';
import { agentBundle } from './bundle.ts';

/** What a client's package is made of. */
interface AgentPackageInput {
  clientId: string;
  /** The provider's address as the client's cluster reaches it. */
  endpoint: string;
  /** The key that the agent sends with; it stands in the package's values.yaml. */
  apiKey: string;
  /** The provider's Kafka with the client's user, where data goes to it instead of over HTTPS. */
  kafka?: { brokers: string; username: string; password: string; ca?: string | undefined } | undefined;
  /** The name of the cluster; the installer may choose another (`install.sh --cluster`). */
  clusterName: string;
  /** The version of chart and agent, as in semver. */
  version: string;
  /** The repository's root, where agent/ and agent-chart/ are; the working directory unless said. */
  root?: string;
}

const FOLDER = 'kg-rca-agent';
const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** Files of a package have one time, so that the same input gives the same bytes; zip knows local time only. */
const MTIME = new Date(2020, 0, 1);

/** The name under which a client's package is downloaded. Throws RangeError on a malformed client id. */
export function packageFileName(clientId: string): string {
  apiKeyPrefix(clientId);
  return `kg-rca-agent-${clientId}.zip`;
}

/** The line that installs a downloaded package, as the onboarding page shows it. Throws RangeError on a malformed client id. */
export function installCommand({ clientId }: { clientId: string }): string {
  return `unzip ${packageFileName(clientId)} && sh ${FOLDER}/install.sh`;
}

function check({ clientId, endpoint, apiKey, clusterName, version }: AgentPackageInput): void {
  if (!apiKey.startsWith(apiKeyPrefix(clientId))) throw new RangeError(`the API key is not one of client ${clientId}`);
  if (!/^https?:\/\/[^/?# ]+[^?# ]*$/.test(endpoint)) throw new RangeError(`not an address: ${JSON.stringify(endpoint)}`);
  if (!clusterNameSchema.safeParse(clusterName).success) throw new RangeError(`not a cluster name: ${JSON.stringify(clusterName)}`);
  if (!SEMVER.test(version)) throw new RangeError(`not a version: ${JSON.stringify(version)}`);
}

/** The chart's files by their path in the chart, in order. */
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
    .sort();
  const files = new Map<string, Uint8Array>();
  for (const path of paths) files.set(path, await readFile(join(dir, path)));
  const chart = parseDocument(new TextDecoder().decode(files.get('Chart.yaml')));
  chart.set('version', version);
  chart.set('appVersion', version);
  files.set('Chart.yaml', new TextEncoder().encode(chart.toString()));
  files.set('files/kg-agent.mjs', await agentBundle(root, version));
  return files;
}

function valuesFile({ clientId, endpoint, apiKey, clusterName, kafka }: AgentPackageInput): string {
  return `# The values of client ${clientId} for the KG RCA agent. Keep this file to yourself: it holds credentials.
# chart/values.yaml tells what else can be set.
${stringify({ endpoint, clusterName, apiKey, ...(kafka ? { kafka } : {}) }, { lineWidth: 0 })}`;
}

/**
 * A client's agent package: a zip with the folder kg-rca-agent/ (chart/, values.yaml, install.sh, uninstall.sh,
 * README.md). The same input gives the same bytes. Throws RangeError on malformed input, esbuild's error when the
 * agent does not build.
 */
export async function buildAgentPackage(input: AgentPackageInput): Promise<Uint8Array> {
  check(input);
  const root = input.root ?? process.cwd();
  const files: Zippable = {};
  const add = (path: string, content: Uint8Array, mode: number) => {
    files[`${FOLDER}/${path}`] = [content, { mtime: MTIME, os: 3, attrs: (0o100000 | mode) << 16 }];
  };
  for (const [path, content] of await chartFiles(root, input.version)) add(`chart/${path}`, content, 0o644);
  const own = join(root, 'lib', 'agent-package', 'files');
  for (const script of ['install.sh', 'uninstall.sh']) add(script, await readFile(join(own, script)), 0o755);
  const readme = await readFile(join(own, 'README.md'), 'utf8');
  const filled = readme
    .replaceAll('{{endpoint}}', input.endpoint)
    .replaceAll('{{clusterName}}', input.clusterName)
    .replaceAll('{{version}}', input.version);
  add('README.md', new TextEncoder().encode(filled), 0o644);
  add('values.yaml', new TextEncoder().encode(valuesFile(input)), 0o600);
  return zipSync(files, { level: 9 });
}
