import { Admin, type ConnectionOptions, ConnectionPool } from '@platformatic/kafka';
import { Kafka, logLevel, type SASLOptions } from 'kafkajs';

/** How a Kafka cluster is reached, as a user that may administer it. */
export interface KafkaOptions {
  /** host:port of some brokers. */
  brokers: string[];
  username: string;
  password: string;
  /** How this user signs in; those of clients sign in by SCRAM-SHA-256 in any case. */
  mechanism?: 'scram-sha-256' | 'scram-sha-512' | undefined;
  /** PEM of the authority behind the brokers' certificates; set, it switches TLS on. */
  ca?: string | undefined;
}

/** The connections of one process to the cluster: kafkajs for data, @platformatic/kafka for what kafkajs has no call for. */
export interface KafkaCluster {
  kafka: Kafka;
  admin: Admin;
  /** Connections for reading. */
  readers: ConnectionPool;
  close(): Promise<void>;
}

const CLIENT = 'kg-rca';
const CONNECT_MS = 5_000;
const REQUEST_MS = 30_000;

/** Opens what a process needs of a cluster. Connects at the first call. */
export function openKafkaCluster({ brokers, username, password, mechanism = 'scram-sha-256', ca }: KafkaOptions): KafkaCluster {
  const connection: ConnectionOptions = {
    connectTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    sasl: { mechanism: mechanism === 'scram-sha-512' ? 'SCRAM-SHA-512' : 'SCRAM-SHA-256', username, password },
    ...(ca ? { tls: { ca: [ca] } } : {}),
  };
  const kafka = new Kafka({
    clientId: CLIENT,
    brokers,
    sasl: saslOf(mechanism, username, password),
    ...(ca ? { ssl: { ca: [ca] } } : {}),
    logLevel: logLevel.NOTHING,
    connectionTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
  });
  const admin = new Admin({ clientId: CLIENT, bootstrapBrokers: brokers, ...connection });
  const readers = new ConnectionPool(CLIENT, connection);
  return {
    kafka,
    admin,
    readers,
    async close() {
      await Promise.allSettled([admin.close(), readers.close()]);
    },
  };
}

/** kafkajs has a type of its own for each mechanism. */
function saslOf(mechanism: NonNullable<KafkaOptions['mechanism']>, username: string, password: string): SASLOptions {
  return mechanism === 'scram-sha-512' ? { mechanism, username, password } : { mechanism, username, password };
}

/** Error codes of Kafka's protocol that are answers here (kafka.apache.org/protocol, "Error codes"). */
export const ERRORS = { OFFSET_OUT_OF_RANGE: 1, UNKNOWN_TOPIC: 3, NOT_LEADER: 6, TOPIC_EXISTS: 36, UNKNOWN_TOPIC_ID: 100 } as const;

/** Whether an error, or one of those it gathers, is Kafka's answer with this code. */
export function hasCode(error: unknown, code: number): boolean {
  const { apiCode, code: plain, errors, cause } = error as { apiCode?: unknown; code?: unknown; errors?: unknown[]; cause?: unknown };
  if (apiCode === code || plain === code) return true;
  return (errors ?? []).some((one) => hasCode(one, code)) || (cause !== undefined && cause !== null && hasCode(cause, code));
}
