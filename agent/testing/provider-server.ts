import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { messageIdentity, messageSchemas, type StateMessage } from '#lib/wire/messages.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';

/** A batch that the server got. */
interface SeenBatch {
  stream: Stream;
  records: unknown[];
  bytes: number;
}

/** An answer on order: used up by the next ingest request. */
interface OrderedAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * The provider's side of the two requests that an agent makes, for tests: judges each record by the real schemas,
 * keeps the accepted ones, and refuses on order.
 */
export class TestProvider {
  readonly batches: SeenBatch[] = [];
  readonly heartbeats: Record<string, unknown>[] = [];
  readonly answers: OrderedAnswer[] = [];
  /** Why a record is rejected although it parses; undefined for accepted. */
  reject: (record: unknown) => string | undefined = () => undefined;
  readonly accepted: Record<Stream, Map<string, unknown>>;
  /** Accepted records that had been accepted before. */
  duplicates = 0;
  #down = false;
  readonly #server: Server;
  /** The key that is taken. */
  apiKey: string;

  constructor(apiKey: string) {
    this.apiKey = apiKey;
    this.accepted = Object.fromEntries(STREAMS.map((stream) => [stream, new Map()])) as unknown as Record<Stream, Map<string, unknown>>;
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const json = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (this.#down) return request.socket.destroy();
      if (request.headers.authorization !== `Bearer ${this.apiKey}`) return json(401, { title: 'Unauthorized', detail: 'no such key' });
      const path = request.url ?? '';
      if (path === '/api/v1/clusters/heartbeat') {
        this.heartbeats.push(JSON.parse(gunzipSync(Buffer.concat(chunks)).toString()) as Record<string, unknown>);
        return json(200, {});
      }
      const stream = path.replace('/api/v1/ingest/', '') as Stream;
      if (request.method !== 'POST' || !STREAMS.includes(stream)) return json(404, { title: 'Not found' });
      const ordered = this.answers.shift();
      if (ordered) return response.writeHead(ordered.status, ordered.headers).end(ordered.body ?? '{}');
      const body = Buffer.concat(chunks);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
      const { records } = JSON.parse(text) as { records: unknown[] };
      this.batches.push({ stream, records, bytes: Buffer.byteLength(text) });
      const results = records.map((record) => this.#judge(stream, record));
      return json(200, { accepted: results.filter(({ status }) => status === 'accepted').length, results });
    });
  }

  #judge(stream: Stream, record: unknown): { status: string; reason?: string } {
    const parsed = messageSchemas[stream].safeParse(record);
    const reason = parsed.success ? this.reject(record) : parsed.error.message;
    if (reason !== undefined || !parsed.success) return { status: 'rejected', reason: reason ?? 'unreadable' };
    const identity = messageIdentity(stream, parsed.data);
    if (this.accepted[stream].has(identity)) this.duplicates++;
    this.accepted[stream].set(identity, parsed.data);
    return { status: 'accepted' };
  }

  /** Listens on a free port, or on the given one. */
  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  /** Cuts connections without an answer until told otherwise. */
  goDown(down: boolean): void {
    this.#down = down;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** The state that the accepted messages describe, applied in the order they came: uid -> object. */
  live(): Map<string, StateMessage['object']> {
    const objects = new Map<string, StateMessage['object']>();
    for (const { stream, records } of this.batches) {
      if (stream !== 'state.k8s.resource') continue;
      for (const { op, object } of records as StateMessage[]) {
        if (op === 'delete') objects.delete(object.metadata.uid);
        else objects.set(object.metadata.uid, object);
      }
    }
    return objects;
  }
}
