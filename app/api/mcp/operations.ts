import type { AnswerOf, RouteHandler } from '#lib/api/index.ts';

/** What an operation of REST v1 takes. */
interface Input {
  params?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
}

/** Calls an operation of REST v1 on behalf of who calls a tool. Throws a RefusedCall when it is refused. */
export type CallOperation = <H extends RouteHandler>(handler: H, input?: Input) => Promise<AnswerOf<H>>;

/** What an operation refused a call with: what happened and the way out, for the one who called the tool. */
export class RefusedCall extends Error {
  override name = 'RefusedCall';
}

/**
 * Calls operations of REST v1 with the API key of a request to the MCP server. A tool thereby has the rights, limits, metering, isolation
 * and log lines of the operation that it stands on, and nothing of its own that could differ.
 */
export function callOperationsAs({ url, headers: given }: Request): CallOperation {
  return async (handler, { params = {}, query = {}, body } = {}) => {
    const { method, path } = handler.declaration;
    const address = new URL(
      path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
      url,
    );
    for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, String(value));
    const headers = new Headers();
    for (const name of ['authorization', 'user-agent', 'x-kg-rca-client-address']) {
      const value = given.get(name);
      if (value !== null) headers.set(name, value);
    }
    if (body !== undefined) headers.set('content-type', 'application/json');
    const request = new Request(address, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const response = await handler(request, { params: Promise.resolve(params) });
    if (!response.ok) throw new RefusedCall(await refusalOf(response));
    return response.json();
  };
}

async function refusalOf(response: Response): Promise<string> {
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  const wait = response.headers.get('retry-after');
  return `${detail}${wait === null ? '' : ` Try again in ${wait} seconds.`} (${response.status} ${code})`;
}
