import { pbkdf2Sync, randomBytes } from 'node:crypto';
import {
  type Acl,
  AclOperations,
  AclPermissionTypes,
  alterUserScramCredentialsV0,
  type ClientQuotaKey,
  ResourcePatternTypes,
  ResourceTypes,
  ScramMechanisms,
} from '@platformatic/kafka';
import { kafkaUser } from '#lib/tenants/names.ts';
import { type KafkaOptions, openKafkaCluster } from './cluster.ts';
import { topicsOf } from './topics.ts';

/** What a client's agents may use of the brokers. Kafka throttles what goes beyond, it refuses nothing. */
export interface KafkaQuota {
  producerBytesPerSecond: number;
  /** Share of the brokers' request time, in percent of one thread. */
  requestPercentage: number;
}

/** Who may write to which topics. */
export interface KafkaAccess {
  /** Lets the client's user in with this password, to write to its own five topics and nothing else. Idempotent; a repeat sets password and quota anew. */
  grant(clientId: string, password: string, quota: KafkaQuota): Promise<void>;
  /** Changes what the client may use. */
  setQuota(clientId: string, quota: KafkaQuota): Promise<void>;
  /**
   * Takes ACLs and quota away and leaves the user without a usable password. Idempotent. Users are never deleted: a
   * broker that restarts before its next metadata snapshot may then refuse every SCRAM login (Kafka 4.3.1 and 4.4.0).
   */
  revoke(clientId: string): Promise<void>;
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

  async function setQuota(clientId: string, quota: KafkaQuota | undefined): Promise<void> {
    const values = [quota?.producerBytesPerSecond, quota?.requestPercentage];
    const ops = QUOTA_KEYS.map((key, index) => {
      const value = values[index];
      return value === undefined ? { key, remove: true as const } : { key, value, remove: false as const };
    });
    await admin.alterClientQuotas({ entries: [{ entities: [{ entityType: 'user', entityName: kafkaUser(clientId) }], ops }] });
  }

  return {
    async grant(clientId, password, quota) {
      // The quota comes first and the right to write last: nobody writes without bounds.
      await setQuota(clientId, quota);
      await setPassword(kafkaUser(clientId), password);
      await admin.createAcls({ creations: topicsOf(clientId).flatMap((topic) => aclsOf(clientId, topic)) });
    },
    setQuota,
    async revoke(clientId) {
      // ACLs act at once, also on open connections; a password only on new ones.
      await admin.deleteAcls({
        filters: [
          {
            resourceType: ResourceTypes.ANY,
            resourceName: null,
            resourcePatternType: ResourcePatternTypes.ANY,
            principal: `User:${kafkaUser(clientId)}`,
            host: null,
            operation: AclOperations.ANY,
            permissionType: AclPermissionTypes.ANY,
          },
        ],
      });
      await setPassword(kafkaUser(clientId), randomBytes(32).toString('base64url'));
      await setQuota(clientId, undefined);
    },
    close: cluster.close,
  };
}

/** WRITE and DESCRIBE on one topic by its full name: a prefix would let `acme` reach `acme-corp`. */
function aclsOf(clientId: string, topic: string): Acl[] {
  return [AclOperations.WRITE, AclOperations.DESCRIBE].map((operation) => ({
    resourceType: ResourceTypes.TOPIC,
    resourceName: topic,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: `User:${kafkaUser(clientId)}`,
    host: '*',
    operation,
    permissionType: AclPermissionTypes.ALLOW,
  }));
}
