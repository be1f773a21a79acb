import { pbkdf2Sync, randomBytes } from 'node:crypto';
import {
  type Acl,
  AclOperations,
  AclPermissionTypes,
  alterUserScramCredentialsV0,
  type ClientQuotaKey,
  ClientQuotaMatchTypes,
  ResourcePatternTypes,
  ResourceTypes,
  ScramMechanisms,
} from '@platformatic/kafka';
import { kafkaUser } from '#lib/wire/names.ts';
import { type KafkaOptions, openKafkaCluster } from './cluster.ts';
import { topicsOf } from './topics.ts';

/** What a client's agents may use of the brokers. Kafka throttles what goes beyond, it refuses nothing. */
export interface KafkaQuota {
  producerBytesPerSecond: number;
  /** Share of the brokers' request time, in percent of one thread. */
  requestPercentage: number;
}

/** What brokers grant a client's user now. */
export interface KafkaStanding {
  /** Whether it may write to all of its topics. */
  mayWrite: boolean;
  quota: KafkaQuota | undefined;
}

/** Who may write to which topics. */
export interface KafkaAccess {
  /** Lets the client's user in with this password, to write to its own five topics and nothing else. Idempotent; a repeat sets password and quota again. */
  grant(tenantId: string, password: string, quota: KafkaQuota): Promise<void>;
  /** Changes what the client may use. */
  setQuota(tenantId: string, quota: KafkaQuota): Promise<void>;
  /** Shuts the client's user out of its topics, or lets it in again; password and quota stay. Acts at once, also on open connections. Idempotent. */
  setMayWrite(tenantId: string, mayWrite: boolean): Promise<void>;
  /** What every client's user that has a quota is granted. */
  standings(): Promise<Map<string, KafkaStanding>>;
  /**
   * Takes ACLs and quota away and leaves the user without a usable password. Idempotent. Users are never deleted: a
   * broker that restarts before its next metadata snapshot may then refuse every SCRAM login (Kafka 4.3.1 and 4.4.0).
   */
  revoke(tenantId: string): Promise<void>;
  close(): Promise<void>;
}

const ITERATIONS = 4096;
const QUOTA_KEYS: ClientQuotaKey[] = ['producer_byte_rate', 'request_percentage'];

/** Opens the administration of users, ACLs and quotas. */
export function openKafkaAccess(options: KafkaOptions): KafkaAccess {
  const cluster = openKafkaCluster(options);
  const { admin } = cluster;

  /** The broker is given the salted password, never the password (RFC 5802). */
  async function setPassword(name: string, password: string): Promise<void> {
    const salt = randomBytes(16);
    const saltedPassword = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, 32, 'sha256');
    const [broker] = (await admin.metadata({})).brokers.values();
    if (!broker) throw new Error('Kafka names no broker');
    const connection = await cluster.readers.get(broker);
    await alterUserScramCredentialsV0.api.async(
      connection,
      [],
      [{ name, mechanism: ScramMechanisms.SCRAM_SHA_256, iterations: ITERATIONS, salt, saltedPassword }],
    );
  }

  async function setQuota(tenantId: string, quota: KafkaQuota | undefined): Promise<void> {
    const values = [quota?.producerBytesPerSecond, quota?.requestPercentage];
    const ops = QUOTA_KEYS.map((key, index) => {
      const value = values[index];
      return value === undefined ? { key, remove: true as const } : { key, value, remove: false as const };
    });
    await admin.alterClientQuotas({ entries: [{ entities: [{ entityType: 'user', entityName: kafkaUser(tenantId) }], ops }] });
  }

  async function setMayWrite(tenantId: string, mayWrite: boolean): Promise<void> {
    if (mayWrite) await admin.createAcls({ creations: topicsOf(tenantId).flatMap((topic) => aclsOf(tenantId, topic)) });
    else await admin.deleteAcls({ filters: [{ ...EVERY_ACL, principal: principalOf(tenantId) }] });
  }

  return {
    async grant(tenantId, password, quota) {
      // The quota comes first and the right to write last: nobody writes without bounds.
      await setQuota(tenantId, quota);
      await setPassword(kafkaUser(tenantId), password);
      await setMayWrite(tenantId, true);
    },
    setQuota,
    setMayWrite,
    async standings() {
      const anyUser = { entityType: 'user' as const, matchType: ClientQuotaMatchTypes.ANY };
      const [quotas, topics] = await Promise.all([
        admin.describeClientQuotas({ components: [anyUser], strict: true }),
        admin.describeAcls({ filter: { ...EVERY_ACL, resourceType: ResourceTypes.TOPIC, operation: AclOperations.WRITE } }),
      ]);
      const writable = new Set(topics.flatMap(({ resourceName, acls }) => acls.map(({ principal }) => `${principal} ${resourceName}`)));
      return new Map(
        quotas.flatMap(({ entity: [user], values }) => {
          if (!user?.entityName) return [];
          const tenantId = user.entityName;
          const [producerBytesPerSecond, requestPercentage] = QUOTA_KEYS.map((name) => values.find(({ key }) => key === name)?.value);
          const isWhole = producerBytesPerSecond !== undefined && requestPercentage !== undefined;
          const quota = isWhole ? { producerBytesPerSecond, requestPercentage } : undefined;
          const mayWrite = topicsOf(tenantId).every((topic) => writable.has(`${principalOf(tenantId)} ${topic}`));
          return [[tenantId, { mayWrite, quota }] as const];
        }),
      );
    },
    async revoke(tenantId) {
      // ACLs act at once, also on open connections; a password only on new ones.
      await setMayWrite(tenantId, false);
      await setPassword(kafkaUser(tenantId), randomBytes(32).toString('base64url'));
      await setQuota(tenantId, undefined);
    },
    close: cluster.close,
  };
}

/** A filter that every ACL passes. */
const EVERY_ACL = {
  resourceType: ResourceTypes.ANY,
  resourceName: null,
  resourcePatternType: ResourcePatternTypes.ANY,
  principal: null,
  host: null,
  operation: AclOperations.ANY,
  permissionType: AclPermissionTypes.ANY,
};

function principalOf(tenantId: string): string {
  return `User:${kafkaUser(tenantId)}`;
}

/** WRITE and DESCRIBE on one topic by its full name: a prefix would let `acme` reach `acme-corp`. */
function aclsOf(tenantId: string, topic: string): Acl[] {
  return [AclOperations.WRITE, AclOperations.DESCRIBE].map((operation) => ({
    resourceType: ResourceTypes.TOPIC,
    resourceName: topic,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: principalOf(tenantId),
    host: '*',
    operation,
    permissionType: AclPermissionTypes.ALLOW,
  }));
}
