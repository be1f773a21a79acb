import { CompressionTypes, Kafka, logLevel, type Producer } from 'kafkajs';
import { type Messages, messageKey } from '#lib/wire/messages.ts';
import { type Stream, topicName } from '#lib/wire/names.ts';
import { errorText } from '../log.ts';
import { DeliveryError, type DeliveryProblem, type Transport, type Verdicts } from './transport.ts';

/** The provider's brokers and the client's user there. */
export interface KafkaAddress {
  /** host:port of some brokers. */
  brokers: readonly string[];
  /** The client id, which names the user and its topics. */
  username: string;
  password: string;
  /** PEM of the authority behind the brokers' certificates; the system's authorities by default. */
  ca?: string | undefined;
}

const CONNECT_MS = 10_000;
const REQUEST_MS = 30_000;

/** Kafka's error codes for a user without the right (kafka.apache.org/protocol, "Error codes"), and what to do. */
const REFUSALS: Record<string, string> = {
  TOPIC_AUTHORIZATION_FAILED:
    'the user may not write to this topic: the account is suspended or has used up its plan for today (see the portal); if neither, download the agent package anew',
  CLUSTER_AUTHORIZATION_FAILED: 'the user may not write: download the agent package anew, or ask the provider',
  UNKNOWN_TOPIC_OR_PARTITION: 'the topic does not exist: the account was removed, or the user name is wrong',
  KafkaJSSASLAuthenticationError: 'user or password is wrong or was revoked: download the agent package anew and install it',
};
const UNACCEPTABLE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'CORRUPT_MESSAGE'];

/** The transport over Kafka: SASL_SSL with SCRAM-SHA-256, an idempotent producer, gzip. Either all records of a batch are accepted, or none. */
export class KafkaTransport implements Transport {
  readonly #username: string;
  readonly #producer: Producer;
  #connected: Promise<void> | undefined;

  constructor({ brokers, username, password, ca }: KafkaAddress) {
    this.#username = username;
    const kafka = new Kafka({
      clientId: 'kg-rca-agent',
      brokers: [...brokers],
      ssl: ca === undefined ? true : { ca: [ca] },
      sasl: { mechanism: 'scram-sha-256', username, password },
      logLevel: logLevel.NOTHING,
      connectionTimeout: CONNECT_MS,
      requestTimeout: REQUEST_MS,
      // The sender retries from disk, without end.
      retry: { retries: 1 },
    });
    this.#producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, retry: { retries: 1 } });
  }

  async deliver(stream: Stream, payloads: readonly string[]): Promise<Verdicts> {
    const messages = payloads.map((value) => ({ key: messageKey(stream, JSON.parse(value) as Messages[typeof stream]), value }));
    try {
      await this.#connect();
      await this.#producer.send({ topic: topicName(this.#username, stream), messages, acks: -1, compression: CompressionTypes.GZIP });
    } catch (error) {
      throw deliveryError(error);
    }
    return payloads.map(() => undefined);
  }

  async close(): Promise<void> {
    await this.#producer.disconnect();
  }

  async #connect(): Promise<void> {
    this.#connected ??= this.#producer.connect();
    try {
      await this.#connected;
    } catch (error) {
      this.#connected = undefined;
      throw error;
    }
  }
}

function deliveryError(error: unknown): DeliveryError {
  const names = namesOf(error);
  const refusal = names.map((name) => REFUSALS[name]).find(Boolean);
  const problem: DeliveryProblem = refusal ? 'refused' : names.some((name) => UNACCEPTABLE.includes(name)) ? 'unacceptable' : 'unreachable';
  return new DeliveryError(problem, [`Kafka: ${errorText(error)}`, refusal].filter(Boolean).join('; '));
}

/** The names of a kafkajs error and of its causes. */
function namesOf(error: unknown): string[] {
  const { name, type, cause, errors } = error as { name?: string; type?: string; cause?: unknown; errors?: unknown[] };
  const behind = [...(errors ?? []), ...(cause ? [cause] : [])].flatMap(namesOf);
  return [...(type ? [type] : []), ...(name ? [name] : []), ...behind];
}
