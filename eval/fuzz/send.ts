import { type Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { Input } from './inputs.ts';

const DEADLINE_MS = 60_000;

/** What came back; `status` 0 when the connection was closed without an answer. */
export interface Answer {
  status: number;
  contentType: string;
  body: Buffer;
  error?: string;
}

/** Sends an input. Rejects only when no answer and no end comes within a minute. */
export function send(url: URL, agent: Agent, input: Input): Promise<Answer> {
  return input.raw ? sendBytes(url, input.raw) : sendRequest(url, agent, input);
}

function sendRequest(url: URL, agent: Agent, { method, path, headers, body }: Input): Promise<Answer> {
  return new Promise((done, failed) => {
    const options = {
      agent,
      host: url.hostname,
      port: url.port,
      method,
      path,
      headers: { ...headers, ...(body && { 'content-length': body.length }) },
    };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      const answer = () => ({
        status: response.statusCode ?? 0,
        contentType: String(response.headers['content-type'] ?? ''),
        body: Buffer.concat(chunks),
      });
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => done(answer()));
      response.once('error', (error) => done({ ...answer(), error: String(error) }));
    });
    sent.setTimeout(DEADLINE_MS, () => failed(new Error(`${method} ${path} was not answered within ${DEADLINE_MS} ms`)));
    sent.once('error', (error) => done({ status: 0, contentType: '', body: Buffer.alloc(0), error: String(error) }));
    sent.end(body);
  });
}

/** Writes bytes, ends the sending side, and takes what comes until the other side ends too. */
function sendBytes(url: URL, bytes: Buffer): Promise<Answer> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(url.port), url.hostname, () => socket.end(bytes));
    socket.setTimeout(DEADLINE_MS, () =>
      failed(new Error(`the connection for ${JSON.stringify(bytes.toString('latin1').slice(0, 200))} stayed open`)),
    );
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {}); // a connection that is reset is closed, too
    socket.once('close', () => {
      const body = Buffer.concat(chunks);
      done({ status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(body.toString('latin1', 0, 20))?.[1] ?? 0), contentType: '', body });
    });
  });
}
