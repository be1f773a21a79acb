import { z } from 'zod';
import { CUSTOM_GROUPS } from '#lib/kubernetes/custom-kinds.ts';
import { isLabel, isSubdomain } from '#lib/kubernetes/names.ts';
import { clusterName } from '#lib/wire/messages.ts';
import type { KafkaAddress } from './sender/kafka.ts';

/** Thrown where the environment does not say what the agent needs: the text names each variable. */
export class AgentConfigError extends Error {
  override name = 'AgentConfigError';
}

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const environment = z.object({
  KG_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be the address of the provider, like https://rca.example.com' }),
  KG_API_KEY: z.string('is missing: the API key from the portal').min(20, 'is too short for an API key'),
  KG_CLUSTER: z.string('is missing: the name of this cluster, like prod-eu-1').pipe(clusterName),
  KG_BUFFER_DIR: z.string().min(1).default('/var/lib/kg-rca-agent'),
  KG_BUFFER_MAX_BYTES: z.coerce
    .number('must be a number of bytes')
    .int()
    .min(4 * 1024 * 1024, 'must be at least 4194304 bytes (4 MiB)')
    .default(256 * 1024 * 1024),
  KG_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
  KG_NAMESPACES: z
    .string()
    .default('')
    .transform(list)
    .pipe(z.array(z.string().refine(isLabel, 'holds something that is no name of a namespace'))),
  KG_SKIP_KINDS: z.string().default('').transform(list),
  KG_CUSTOM_GROUPS: z
    .string()
    .default(CUSTOM_GROUPS.join(','))
    .transform((text) => (text.trim() === 'none' ? [] : list(text)))
    .pipe(
      z.array(
        z.string().refine((group) => isSubdomain(group) && group.includes('.'), 'holds something that is no API group, like argoproj.io'),
      ),
    ),
  KG_LEASE: z
    .string()
    .regex(/^[a-z0-9-]{1,63}\/[a-z0-9.-]{1,253}$/, 'must be the namespace and name of a Lease, like kg-rca/kg-rca-agent')
    .transform((text) => {
      const [namespace = '', name = ''] = text.split('/');
      return { namespace, name };
    })
    .optional(),
  KG_HEALTH_PORT: z.coerce.number('must be a port').int('must be a port').min(0, 'must be a port').max(65_535, 'must be a port').optional(),
  KG_KAFKA_BROKERS: z
    .string()
    .default('')
    .transform(list)
    .pipe(z.array(z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'holds something that is no host:port'))),
  KG_KAFKA_USERNAME: z.string().optional(),
  KG_KAFKA_PASSWORD: z.string().optional(),
  KG_KAFKA_CA: z.string().optional(),
  KUBECONFIG: z.string().optional(),
});

/** Reads the agent's configuration. An empty variable counts as absent. Throws AgentConfigError that names every bad variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    throw new AgentConfigError(parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`).join('; '));
  }
  const { data } = parsed;
  return {
    endpoint: data.KG_ENDPOINT,
    apiKey: data.KG_API_KEY,
    cluster: data.KG_CLUSTER,
    bufferDir: data.KG_BUFFER_DIR,
    bufferMaxBytes: data.KG_BUFFER_MAX_BYTES,
    logLevel: data.KG_LOG_LEVEL,
    namespaces: data.KG_NAMESPACES,
    skipKinds: data.KG_SKIP_KINDS,
    customGroups: data.KG_CUSTOM_GROUPS,
    /** By which agents of the cluster agree on which of them works; undefined: this is the only one. */
    lease: data.KG_LEASE,
    healthPort: data.KG_HEALTH_PORT,
    kubeconfig: data.KUBECONFIG,
    /** Where data goes by Kafka; undefined: by HTTPS. */
    kafka: kafkaOf(data),
  };
}

function kafkaOf(data: z.infer<typeof environment>): KafkaAddress | undefined {
  const { KG_KAFKA_BROKERS: brokers, KG_KAFKA_USERNAME: username, KG_KAFKA_PASSWORD: password, KG_KAFKA_CA: ca } = data;
  if (brokers.length === 0) return undefined;
  if (!username || !password) throw new AgentConfigError('KG_KAFKA_USERNAME, KG_KAFKA_PASSWORD must be set when KG_KAFKA_BROKERS is');
  return { brokers, username, password, ca };
}
