import { Problem } from '#lib/platform/problem.ts';

const MIB = 1_024 * 1_024;
/** Bytes of bodies that one client may have here at once: arriving, waiting for their turn and being processed. */
export const CLIENT_BYTES = 32 * MIB;
/** Bytes of all clients; above it, no client may have more than its equal share. */
const TOTAL_BYTES = 256 * MIB;
/** Bodies of one client that may be arriving at once. */
export const MAX_ARRIVING = 100;

interface Held {
  bytes: number;
  arriving: number;
}

const clients = new Map<string, Held>();
let total = 0;

/** The memory of one request's body. */
export interface BodyShare {
  /** Counts bytes that have arrived; throws a Problem with status 429 when the client has too many. */
  take(bytes: number): void;
  /** The body is complete. */
  arrived(): void;
  /** Gives the memory back. Idempotent. */
  release(): void;
}

/** Begins to count a body of a client. Throws a Problem with status 429 while too many of its bodies are arriving. */
export function openBodyShare(tenantId: string): BodyShare {
  const held = clients.get(tenantId) ?? { bytes: 0, arriving: 0 };
  if (held.arriving >= MAX_ARRIVING) throw tooMuch(`${held.arriving} batches of this client are arriving at the same time.`);
  clients.set(tenantId, held);
  held.arriving++;
  let own = 0;
  let isArriving = true;
  const arrived = () => {
    if (isArriving) held.arriving--;
    isArriving = false;
  };
  return {
    take(bytes) {
      own += bytes;
      held.bytes += bytes;
      total += bytes;
      if (held.bytes > CLIENT_BYTES || (total > TOTAL_BYTES && held.bytes > TOTAL_BYTES / clients.size))
        throw tooMuch(`${held.bytes} bytes of this client are waiting to be processed; the limit is ${CLIENT_BYTES}.`);
    },
    arrived,
    release() {
      arrived();
      held.bytes -= own;
      total -= own;
      own = 0;
      if (held.bytes === 0 && held.arriving === 0) clients.delete(tenantId);
    },
  };
}

/**
 * Reads a body and counts it as it arrives; the bytes are in a buffer of their own. Throws what `take` throws, and the Problem
 * with which the server ends a body that is too large or too slow.
 */
export async function readBody(request: Request, share: BodyShare): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    share.take(chunk.byteLength);
    length += chunk.byteLength;
    chunks.push(chunk);
  }
  share.arrived();
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

function tooMuch(what: string): Problem {
  const detail = `${what} Wait for the responses before you send more.`;
  return new Problem(429, 'too_many_at_once', detail, { headers: { 'Retry-After': '1' } });
}
