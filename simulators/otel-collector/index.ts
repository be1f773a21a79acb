import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const nanoseconds = z.string().regex(/^\d{19}$/);
const attributes = z.array(z.object({ key: z.string().min(1), value: z.record(z.string(), z.unknown()) })).default([]);
/** SPAN_KIND_INTERNAL to SPAN_KIND_CONSUMER. */
const kind = z.number().int().min(1).max(5);

/** The fields of a request that a collector relies on, by https://github.com/open-telemetry/opentelemetry-proto and its JSON mapping. */
const tracesRequest = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: hex(16),
              spanId: hex(8),
              parentSpanId: hex(8).optional(),
              name: z.string().min(1),
              kind,
              startTimeUnixNano: nanoseconds,
              endTimeUnixNano: nanoseconds,
              attributes,
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A span that the collector was sent. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  attributes: Record<string, unknown>;
  /** Attributes of the resource, such as service.name. */
  resource: Record<string, unknown>;
}

/** A collector of OpenTelemetry on a free port of the loopback address. */
export interface OtelCollector {
  url: string;
  spans: CollectedSpan[];
  /** What it refused, with the reason. */
  refused: string[];
  close(): void;
}

/** Starts a collector that takes traces by OTLP over HTTP in JSON (`POST /v1/traces`), and refuses what is no such request with 400. */
export async function startOtelCollector(): Promise<OtelCollector> {
  const spans: CollectedSpan[] = [];
  const refused: string[] = [];
  const server = createServer(async (request, response) => {
    const parsed = tracesRequest.safeParse(await json(request).catch(() => undefined));
    if (request.method !== 'POST' || request.url !== '/v1/traces' || !parsed.success) {
      refused.push(parsed.error?.message ?? `${request.method} ${request.url}`);
      response.writeHead(400).end();
      return;
    }
    for (const { resource, scopeSpans } of parsed.data.resourceSpans) {
      const of = valuesOf(resource.attributes);
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
        const { traceId, spanId, parentSpanId, name } = span;
        spans.push({ traceId, spanId, parentSpanId, name, attributes: valuesOf(span.attributes), resource: of });
      }
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, spans, refused, close: () => void server.close() };
}

const valuesOf = (list: z.output<typeof attributes>) => Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));
