import { type EventLog, type LogRecord, type Positions, UnknownStreamError } from '#lib/event-log/port.ts';
import { type Messages, messageKey } from '#lib/wire/messages.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';

/** An event log in arrays, for the builder's tests. */
export class ArrayLog implements EventLog {
  #streams = new Map<string, LogRecord[]>();
  #listeners = new Set<(clientId: string) => void>();
  /** When something is appended, epoch ms; without it each append is a millisecond later than the one before. */
  clock: (() => number) | undefined;
  #appends = 0;
  #reports = new Map<string, Positions>();

  async create(clientId: string): Promise<void> {
    for (const stream of STREAMS) this.#streams.set(`${clientId}.${stream}`, []);
  }

  async drop(clientId: string): Promise<void> {
    for (const stream of STREAMS) this.#streams.delete(`${clientId}.${stream}`);
  }

  #stream(clientId: string, stream: Stream): LogRecord[] {
    const records = this.#streams.get(`${clientId}.${stream}`);
    if (!records) throw new UnknownStreamError(clientId, stream);
    return records;
  }

  async append(clientId: string, stream: Stream, records: readonly { key: string; value: string }[]) {
    const all = this.#stream(clientId, stream);
    const first = BigInt(all.length);
    const appendedAt = this.clock?.() ?? ++this.#appends;
    for (const record of records) all.push({ ...record, offset: BigInt(all.length), appendedAt });
    for (const listener of this.#listeners) listener(clientId);
    return { first, last: BigInt(all.length - 1) };
  }

  /** Appends messages as the edge would. */
  async send<S extends Stream>(clientId: string, stream: S, ...messages: Messages[S][]): Promise<void> {
    await this.append(
      clientId,
      stream,
      messages.map((message) => ({ key: messageKey(stream, message), value: JSON.stringify(message) })),
    );
  }

  async read(clientId: string, stream: Stream, from: bigint, limit: number): Promise<LogRecord[]> {
    return this.#stream(clientId, stream).slice(Number(from), Number(from) + limit);
  }

  async ends(clientId: string): Promise<Record<Stream, bigint>> {
    return Object.fromEntries(STREAMS.map((stream) => [stream, BigInt(this.#stream(clientId, stream).length)])) as Record<Stream, bigint>;
  }

  async report(group: string, clientId: string, positions: Positions): Promise<void> {
    this.#reports.set(`${group} ${clientId}`, { ...positions });
  }

  async lag(): Promise<Record<Stream, bigint>> {
    throw new Error('not asked for by the builder');
  }

  async endsOfAll(): Promise<Map<string, Record<Stream, bigint>>> {
    const clients = new Set([...this.#streams.keys()].map((name) => name.slice(0, name.indexOf('.'))));
    return new Map(await Promise.all([...clients].map(async (clientId) => [clientId, await this.ends(clientId)] as const)));
  }

  async reported(group: string): Promise<Map<string, Positions>> {
    const of = [...this.#reports].filter(([name]) => name.startsWith(`${group} `));
    return new Map(of.map(([name, positions]) => [name.slice(group.length + 1), positions]));
  }

  async enforceRetention(): Promise<number> {
    return 0;
  }

  async sizeBytes(): Promise<number> {
    return 0;
  }

  onAppend(listener: (clientId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {}
}
