/**
 * `node scripts/server-chart.ts`: writes the parts of server-chart/ that follow from the code. A test compares them:
 * the settings and secrets of values.schema.json (lib/platform/env.ts), files/kong.yaml (lib/plans), and
 * files/rules.yaml and files/dashboards (monitoring/).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CHART_UPSTREAM, PRIVATE_NETWORKS, renderKong } from '#lib/admin/kong.ts';
import { CHANNELS } from '#lib/notifications/index.ts';
import { SECRET_SETTINGS, settingNames } from '#lib/platform/env.ts';
import { ROLES } from '#workers/roles/index.ts';
import type { Role } from '#workers/roles/role.ts';
import { DASHBOARDS, renderDashboard } from '../monitoring/dashboards.ts';
import { renderRules } from '../monitoring/rules.ts';

const CHART = join(import.meta.dirname, '..', 'server-chart');

/** Settings that the chart makes itself from its other values, and that `settings` and `secrets` therefore do not take. */
const CHART_SETS = [
  ...['PORT', 'HEALTH_PORT', 'DATA_DIR', 'PUBLIC_URL', 'TRUSTED_PROXIES', 'NEO4J_URI', 'NEO4J_USER', 'KAFKA_BROKERS', 'KAFKA_USERNAME'],
  ...['KAFKA_SASL_MECHANISM', 'KAFKA_CA', 'KAFKA_AGENT_BROKERS', 'KAFKA_AGENT_CA'],
];
/** The password of the Redis that the chart runs; REDIS_URL is made from it. */
const CHART_SECRETS = ['REDIS_PASSWORD'];

/** Every setting of the product, with those of roles and channels. */
export function productSettings(): string[] {
  return settingNames([...(ROLES as readonly Role[]), ...CHANNELS].map(({ settings }) => settings ?? {}));
}

/** The files of the chart that follow from the code, by their path in it. */
export function generatedFiles(): Record<string, string> {
  return {
    'values.schema.json': schema(),
    'files/rules.yaml': renderRules(),
    ...Object.fromEntries(DASHBOARDS.map((dashboard) => [`files/dashboards/${dashboard.uid}.json`, renderDashboard(dashboard)])),
    'files/kong.yaml': renderKong({ upstream: CHART_UPSTREAM, clients: [], adminNetworks: PRIVATE_NETWORKS }),
  };
}

/** The schema with the properties of `settings` and `secrets.values`; the rest of it is written by hand. */
function schema(): string {
  const written = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8'));
  const settings = productSettings().filter((name) => !CHART_SETS.includes(name));
  const plain = settings.filter((name) => !SECRET_SETTINGS.includes(name));
  written.properties.settings.properties = Object.fromEntries(plain.map((name) => [name, { type: ['string', 'number', 'boolean'] }]));
  const secret = [...settings.filter((name) => SECRET_SETTINGS.includes(name)), ...CHART_SECRETS];
  written.properties.secrets.properties.values.properties = Object.fromEntries(secret.map((name) => [name, { type: 'string' }]));
  return `${JSON.stringify(written, undefined, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, text] of Object.entries(generatedFiles())) {
    mkdirSync(dirname(join(CHART, path)), { recursive: true });
    writeFileSync(join(CHART, path), text);
  }
}
