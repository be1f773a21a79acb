import type { ServerResponse } from 'node:http';
import type { Obj } from '../store/object.ts';
import type { Api } from './context.ts';
import type { LogOptions } from './logs.ts';
import { isTrue } from './routes.ts';
import { badRequest } from './status.ts';
import { existing, type Target } from './write.ts';

/**
 * Answers pods/log: the lines of a container as text, streamed as they are written if `follow` is set. Throws NotFound and
 * BadRequest before the answer begins, with the messages of the real server and kubelet.
 */
export async function sendLog(api: Api, target: Target, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const pod = existing(api, target);
  const container = containerOf(pod, query.get('container'));
  const ended = new AbortController();
  const options = logOptions(query, api.now(), ended.signal);
  const end = () => ended.abort();
  response.on('close', end);
  api.streams.add(end);
  try {
    // A pod that is not scheduled yet has no log, which is not an error.
    const source = pod.spec?.nodeName ? api.logs.lines(target.namespace ?? '', target.name, container, options) : [];
    await sendLines(source, options, response);
  } finally {
    api.streams.delete(end);
    response.off('close', end);
  }
}

async function sendLines(
  source: AsyncIterable<string> | Iterable<string>,
  { limitBytes = Number.POSITIVE_INFINITY, follow, signal }: LogOptions,
  response: ServerResponse,
): Promise<void> {
  const begin = () => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-cache, private' });
  };
  if (follow) {
    begin();
    response.flushHeaders();
  }
  let left = limitBytes;
  for await (const line of source) {
    if (signal.aborted) break;
    begin();
    const bytes = Buffer.from(`${line}\n`);
    response.write(bytes.subarray(0, left));
    left -= bytes.length;
    if (left <= 0) break;
  }
  begin();
  response.end();
}

/** The container whose log is requested: the named one, or the only one. Throws BadRequest. */
function containerOf(pod: Obj, name: string | null): string {
  const named = (field: string) => ((pod.spec?.[field] ?? []) as { name: string }[]).map((one) => one.name);
  const containers = named('containers');
  const inits = named('initContainers');
  if (name) {
    if ([...containers, ...inits, ...named('ephemeralContainers')].includes(name)) return name;
    throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`);
  }
  const only = containers[0];
  if (containers.length === 1 && only !== undefined) return only;
  const orInit = inits.length > 0 ? ` or one of the init containers: [${inits.join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${containers.join(' ')}]${orInit}`);
}

function logOptions(query: URLSearchParams, now: number, signal: AbortSignal): LogOptions {
  const number = (name: string, least: number) => {
    const text = query.get(name);
    if (text === null || text === '') return undefined;
    if (!/^\d+$/.test(text) || Number(text) < least)
      throw badRequest(`${name}: Invalid value: "${text}": must be greater than or equal to ${least}`);
    return Number(text);
  };
  const sinceTime = query.get('sinceTime');
  if (sinceTime && Number.isNaN(Date.parse(sinceTime)))
    throw badRequest(`sinceTime: Invalid value: "${sinceTime}": must be an RFC 3339 time`);
  const since = sinceTime ? Math.max(1, Math.ceil((now - Date.parse(sinceTime)) / 1000)) : number('sinceSeconds', 1);
  const tailLines = number('tailLines', 0);
  const limitBytes = number('limitBytes', 1);
  return {
    previous: isTrue(query.get('previous')),
    follow: isTrue(query.get('follow')),
    timestamps: isTrue(query.get('timestamps')),
    ...(tailLines !== undefined && { tailLines }),
    ...(since !== undefined && { sinceSeconds: since }),
    ...(limitBytes !== undefined && { limitBytes }),
    signal,
  };
}
