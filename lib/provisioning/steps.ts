import { randomBytes } from 'node:crypto';
import { buildAgentPackage } from '#lib/agent-package/index.ts';
import { createApiKey, principalOfApiKey, type Scope } from '#lib/auth/index.ts';
import type { EventLog, KafkaAccess } from '#lib/event-log/index.ts';
import type { GraphStore } from '#lib/graph/index.ts';
import { limitsOf } from '#lib/plans/index.ts';
import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { decrypt, encrypt } from '#lib/platform/secrets.ts';
import { PROVISIONING_STEPS, type StepName } from '#lib/tenants/index.ts';
import { kafkaUser } from '#lib/wire/names.ts';

/** The systems that the steps work on. */
export interface ProvisioningParts {
  graph: GraphStore;
  log: EventLog;
  /** Present if the event log is Kafka: the administration of its users, and how agents reach the brokers. */
  kafka?: { access: KafkaAccess; agentBrokers: string; agentCa: string | undefined } | undefined;
  /** The secret of the installation, with which credentials are encrypted. */
  secretKey: string;
  /** The address to which agents send. */
  endpoint: string;
  /** The root folder of the product, for the agent bundle. */
  root: string;
  agentVersion: string;
  /** The image of the agent with its tag, if the provider has one in a registry that clients reach. */
  agentImage?: string | undefined;
}

/** A step for one client. Idempotent: each run finds or creates the same thing. */
type Step = (parts: ProvisioningParts, tenantId: string) => Promise<void>;

const AGENT_KEY = 'agent-key';
const AGENT_KEY_RIGHTS = { name: 'Agent', scopes: ['ingest'] } satisfies KeyRights;
const KAFKA_PASSWORD = 'kafka-password';
const DEFAULT_KEY = 'default-api-key';
const DEFAULT_KEY_RIGHTS = { name: 'Default', scopes: ['ingest', 'read', 'write'] } satisfies KeyRights;

interface KeyRights {
  name: string;
  scopes: Scope[];
}

const steps: Record<StepName, Step> = {
  'graph-database': ({ graph }, tenantId) => graph.create(tenantId),

  async 'event-streams'({ log }, tenantId) {
    const tenant = await asSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
    await log.create(tenantId, limitsOf(tenant).retentionDays);
  },

  /** The credentials in the agent package: a key that can only send, and the password of the Kafka user. Stored encrypted, because the package is built at each download. */
  async credentials(parts, tenantId) {
    await ensureKey(parts, tenantId, AGENT_KEY, AGENT_KEY_RIGHTS);
    if (parts.kafka) await ensureSecret(parts, tenantId, KAFKA_PASSWORD);
  },

  /**
   * Lets the Kafka user write to the client's topics, and verifies the isolation in PostgreSQL: in the client's scope, only
   * its own record and its own streams must be visible.
   */
  async 'access-rules'({ kafka, secretKey }, tenantId) {
    if (kafka) {
      const tenant = await asSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: tenantId } }));
      await kafka.access.grant(tenantId, await readSecret(secretKey, tenantId, KAFKA_PASSWORD), limitsOf(tenant).kafka);
    }
    const seen = await inTenant(tenantId, async (tx) => ({
      tenants: await tx.tenant.findMany({ select: { id: true } }),
      streams: await tx.logStream.findMany({ select: { tenantId: true } }),
    }));
    const foreign = [...seen.tenants.map((t) => t.id), ...seen.streams.map((s) => s.tenantId)].filter((id) => id !== tenantId);
    if (foreign.length > 0)
      throw new Error(`row-level security is not effective: ${tenantId} can see ${foreign.length} rows of other clients`);
    if (seen.tenants.length !== 1) throw new Error(`${tenantId} cannot see its own record under row-level security`);
  },

  'api-key': (parts, tenantId) => ensureKey(parts, tenantId, DEFAULT_KEY, DEFAULT_KEY_RIGHTS),

  /** Builds the package once, so that a broken bundle is detected here and not at the client's download. */
  async 'agent-package'(parts, tenantId) {
    await packageWith(parts, tenantId, 'my-cluster', await agentKey(parts.secretKey, tenantId));
  },
};

/** The steps, in their order. */
export const orderedSteps: readonly [StepName, Step][] = PROVISIONING_STEPS.map((name) => [name, steps[name]]);

/** How this client's agents reach Kafka; undefined if they send over HTTPS. Throws if the client's credentials do not exist yet. */
export async function kafkaAddress({ kafka, secretKey }: Pick<ProvisioningParts, 'kafka' | 'secretKey'>, tenantId: string) {
  if (!kafka) return undefined;
  return {
    brokers: kafka.agentBrokers,
    username: kafkaUser(tenantId),
    password: await readSecret(secretKey, tenantId, KAFKA_PASSWORD),
    ...(kafka.agentCa === undefined ? {} : { ca: kafka.agentCa }),
  };
}

/** The name and the tag of an image that is written with both. */
function imageOf(image: string | undefined): { repository: string; tag: string } | undefined {
  const at = image?.lastIndexOf(':');
  return image === undefined ? undefined : { repository: image.slice(0, at), tag: image.slice((at ?? 0) + 1) };
}

/**
 * Builds the agent package of a client for a cluster. It contains a key that is named after the cluster and made with the first
 * package for it, so that a client can see which cluster uses a key, and revoke it alone. Throws if the client's credentials do
 * not exist yet.
 */
export async function packageFor(parts: ProvisioningParts, tenantId: string, clusterName: string): Promise<Uint8Array> {
  const credential = `${AGENT_KEY}/${clusterName}`;
  const rights = { ...AGENT_KEY_RIGHTS, name: `Agent of ${clusterName}` };
  await ensureKey(parts, tenantId, credential, rights);
  return packageWith(parts, tenantId, clusterName, await currentKey(parts.secretKey, tenantId, credential, rights));
}

async function packageWith(parts: ProvisioningParts, tenantId: string, clusterName: string, apiKey: string): Promise<Uint8Array> {
  return buildAgentPackage({
    tenantId,
    endpoint: parts.endpoint,
    apiKey,
    kafka: await kafkaAddress(parts, tenantId),
    image: imageOf(parts.agentImage),
    clusterName,
    version: parts.agentVersion,
    root: parts.root,
  });
}

/**
 * The API key of this client's agents that no package was made for, such as the sample cluster's. A revoked or expired one is
 * replaced by a new one. Throws if the client's credentials do not exist yet. `now` in epoch ms.
 */
export function agentKey(secretKey: string, tenantId: string, now: number = Date.now()): Promise<string> {
  return currentKey(secretKey, tenantId, AGENT_KEY, AGENT_KEY_RIGHTS, now);
}

/** The key that is stored as a credential; a new one in its place where it no longer works. */
async function currentKey(secretKey: string, tenantId: string, credential: string, rights: KeyRights, now = Date.now()): Promise<string> {
  const where = { tenantId_name: { tenantId, name: credential } };
  const context = contextOf(tenantId, credential);
  const row = await inTenant(tenantId, (tx) => tx.credential.findUniqueOrThrow({ where }));
  const key = decrypt(secretKey, context, row.ciphertext);
  if (await principalOfApiKey(key, now)) return key;
  return inTenant(tenantId, async (tx) => {
    const made = await createApiKey(tx, { tenantId, ...rights, actor: 'system' });
    await tx.credential.update({ where, data: { ciphertext: encrypt(secretKey, context, made.key) } });
    return made.key;
  });
}

/**
 * Creates the default API key of a client that the staff create, in the caller's transaction, and returns it: it is shown only
 * in the response to that call. The step `api-key` then does not create another one.
 */
export async function createDefaultKey(tx: Tx, tenantId: string, actor: string): Promise<string> {
  const made = await createApiKey(tx, { tenantId, ...DEFAULT_KEY_RIGHTS, actor });
  await tx.credential.create({ data: { tenantId, name: DEFAULT_KEY, ciphertext: '' } });
  return made.key;
}

/** Returns the client's default API key once; afterwards only its hash is stored. Undefined if it has already been taken or does not exist yet. */
export async function takeDefaultKey(secretKey: string, tenantId: string): Promise<string | undefined> {
  return inTenant(tenantId, async (tx) => {
    const where = { tenantId_name: { tenantId, name: DEFAULT_KEY } };
    const row = await tx.credential.findUnique({ where });
    // The row is emptied but kept, so that provisioning again does not create a second key.
    if (!row?.ciphertext) return undefined;
    await tx.credential.update({ where, data: { ciphertext: '' } });
    return decrypt(secretKey, contextOf(tenantId, DEFAULT_KEY), row.ciphertext);
  });
}

async function ensureKey({ secretKey }: ProvisioningParts, tenantId: string, credential: string, key: KeyRights): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    // Two downloads at once make one key.
    await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
    if (await tx.credential.findUnique({ where: { tenantId_name: { tenantId, name: credential } } })) return;
    const made = await createApiKey(tx, { tenantId, ...key, actor: 'system' });
    await tx.credential.create({
      data: { tenantId, name: credential, ciphertext: encrypt(secretKey, contextOf(tenantId, credential), made.key) },
    });
  });
}

/** Creates a random secret under this name, unless it exists. */
async function ensureSecret({ secretKey }: ProvisioningParts, tenantId: string, name: string): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    if (await tx.credential.findUnique({ where: { tenantId_name: { tenantId, name } } })) return;
    const ciphertext = encrypt(secretKey, contextOf(tenantId, name), randomBytes(24).toString('base64url'));
    await tx.credential.create({ data: { tenantId, name, ciphertext } });
  });
}

async function readSecret(secretKey: string, tenantId: string, name: string): Promise<string> {
  const row = await inTenant(tenantId, (tx) => tx.credential.findUniqueOrThrow({ where: { tenantId_name: { tenantId, name } } }));
  return decrypt(secretKey, contextOf(tenantId, name), row.ciphertext);
}

function contextOf(tenantId: string, credential: string): string {
  return `${tenantId}/${credential}`;
}
