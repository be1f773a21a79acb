import { createSocket } from 'node:dgram';

const TXT = 16;
const HEADER_BYTES = 12;
const CODES = { found: 0, failure: 2, missing: 3 } as const;

/** A name server on a loopback address that knows TXT records only. */
export interface DnsServer {
  /** Where it listens, such as 127.0.0.1:40000. */
  address: string;
  /** Sets the TXT records of a name; none makes the name unknown. */
  set(name: string, values: string[]): void;
  /** From now on it answers that it failed (SERVFAIL), or no longer does. */
  fail(isFailing: boolean): void;
  close(): Promise<void>;
}

/** Starts a name server (RFC 1035, over UDP), judged by Node's own resolver in its test. */
export async function startDnsServer(): Promise<DnsServer> {
  const records = new Map<string, string[]>();
  let isFailing = false;
  const socket = createSocket('udp4');
  socket.on('message', (query, { address, port }) => {
    const { name, type, end } = questionOf(query);
    const values = records.get(name);
    const code = isFailing ? CODES.failure : values ? CODES.found : CODES.missing;
    const answers = code === CODES.found && type === TXT ? (values ?? []) : [];
    socket.send(responseTo(query.subarray(0, end), code, answers), port, address);
  });
  await new Promise<void>((listening) => socket.bind(0, '127.0.0.1', listening));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    set: (name, values) => void (values.length > 0 ? records.set(name.toLowerCase(), values) : records.delete(name.toLowerCase())),
    fail(failing) {
      isFailing = failing;
    },
    close: () => new Promise((closed) => socket.close(() => closed())),
  };
}

/** The first question of a query: its name, its type, and where it ends. */
function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** The query with the answers behind its question. Their names point at that of the question. */
function responseTo(query: Buffer, code: number, values: string[]): Buffer {
  const header = Buffer.from(query.subarray(0, HEADER_BYTES));
  // A response, authoritative, recursion as it was wanted and available.
  header.writeUInt16BE(0x8480 | (header.readUInt16BE(2) & 0x0100) | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(values.length, 6);
  header.fill(0, 8);
  const answers = values.map((value) => {
    const text = Buffer.from(value);
    const parts: Buffer[] = [];
    for (let at = 0; at < text.length || at === 0; at += 255) {
      const part = text.subarray(at, at + 255);
      parts.push(Buffer.from([part.length]), part);
    }
    const data = Buffer.concat(parts);
    const fixed = Buffer.alloc(12);
    fixed.writeUInt16BE(0xc000 | HEADER_BYTES, 0);
    fixed.writeUInt16BE(TXT, 2);
    fixed.writeUInt16BE(1, 4);
    fixed.writeUInt16BE(data.length, 10);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([header, query.subarray(HEADER_BYTES), ...answers]);
}
