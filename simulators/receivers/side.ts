import type { IncomingHttpHeaders } from 'node:http';

/** A request that somebody made. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  /** The body, and the same as text. */
  bytes: Buffer;
  body: string;
  /** When it came by the clock of the server, epoch ms. */
  at: number;
  /** The how many-th it is. */
  number: number;
}

/** What is answered. `why` is for whoever reads a failing test. */
export interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
  why?: string;
}

/** One of the services that the server stands for. */
export interface Side {
  takes(path: string): boolean;
  /** How many requests to one path it takes within some time; more get 429. */
  limit: { count: number; ms: number };
  judge(received: Received): Answer;
}

/** A refusal with the reason that the service would not tell. */
export function refuse(status: number, body: string, why?: { message: string }): Answer {
  return { status, body, ...(why && { why: why.message }) };
}
