/**
 * Every name that belongs to a client is made here, from its client id, and nowhere else.
 * A name never contains another client's name as a prefix that a rule could match by mistake.
 */

/** The five streams an agent sends; the topic of a stream is `<clientId>.<stream>`. */
export const STREAMS = ['state.k8s.resource', 'events.normalized', 'logs.normalized', 'alerts.normalized', 'metrics.normalized'] as const;

/** One of the five streams. */
export type Stream = (typeof STREAMS)[number];

const CLIENT_ID = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;

/** Whether `text` may be a client id: 3 to 40 of a-z, 0-9 and `-`, beginning with a letter, not ending in `-`. */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}

/** The names that a client may give to its clusters: 1 to 63 of a-z, 0-9, `-` and `.`, beginning and ending with a letter or digit. */
export const CLUSTER_NAME = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;

function checked(clientId: string): string {
  if (!isClientId(clientId)) throw new RangeError(`not a client id: ${JSON.stringify(clientId)}`);
  return clientId;
}

/** The Kafka topic of a client's stream. Throws RangeError on a malformed client id. */
export function topicName(clientId: string, stream: Stream): string {
  return `${checked(clientId)}.${stream}`;
}

/** The Kafka (SCRAM) user of a client: the client id itself. */
export function kafkaUser(clientId: string): string {
  return checked(clientId);
}

/** The graph database of a client. Neo4j refuses underscores, so the parts are joined by `-`. */
export function graphDatabaseName(clientId: string): string {
  return `kg-${checked(clientId)}`;
}

/** The name of a client's other database: a rebuilt graph fills the one that does not serve. No client id holds a dot. */
export function otherGraphDatabaseName(clientId: string, current: string): string {
  const own = graphDatabaseName(clientId);
  return current === own ? `${own}.b` : own;
}

/** What every API key of a client begins with; a random part follows. */
export function apiKeyPrefix(clientId: string): string {
  return `kg_live_${checked(clientId)}_`;
}

/** The client id that an API key names, or undefined when the text has not the form of a key. Proves nothing. */
export function clientIdOfApiKey(key: string): string | undefined {
  const match = /^kg_live_([a-z][a-z0-9-]{1,38}[a-z0-9])_[A-Za-z0-9]{32}$/.exec(key);
  return match?.[1];
}

/** A client id proposed from a company's name: `Acme Corp.` gives `acme-corp`. Always well-formed. */
export function proposeClientId(company: string): string {
  const plain = company
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/(?<!-)-+$/, '');
  return plain.length >= 3 ? plain : `client${plain ? `-${plain}` : ''}`;
}
