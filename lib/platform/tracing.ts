import { type Attributes, context, propagation, ROOT_CONTEXT, type Span, type SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/**
 * Spans of OpenTelemetry by its API alone, which does nothing until `workers/tracing.ts` provides the SDK. Next's bundles have copies of
 * the API, which share one registry of the process.
 */
export { SpanKind } from '@opentelemetry/api';

/** Traces that one piece of work continues; of more it continues these. */
const MOST_TRACES = 16;

/** What a span says besides its name. */
export interface SpanOptions {
  kind?: SpanKind;
  attributes?: Attributes;
}

/** Runs `work` in a span below the current one. What it throws is recorded and thrown on. */
export function withSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(name, options, (span) => ended([span], () => work(span)));
}

/**
 * Runs `work` in a span of each of these traces (`traceparent` headers of W3C Trace Context), as work on a batch of records belongs to the
 * traces of all of them. Without traces it runs without a span.
 */
export function withSpanOfEach<T>(
  name: string,
  options: SpanOptions,
  traceparents: Iterable<string | undefined>,
  work: () => Promise<T>,
): Promise<T> {
  const distinct = [...new Set(traceparents)].filter((one) => one !== undefined).slice(0, MOST_TRACES);
  if (distinct.length === 0) return work();
  const spans = distinct.map((traceparent) => tracer().startSpan(name, options, contextOf(traceparent)));
  return ended(spans, work);
}

/** The current trace as a `traceparent` header, to be continued elsewhere; undefined where nothing is traced or this trace is not sampled. */
export function currentTrace(): string | undefined {
  const span = trace.getActiveSpan();
  if (!span?.isRecording()) return undefined;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** Runs `work` as part of the trace of a `traceparent` header, if there is one and nothing is traced yet. */
export function continueTrace<T>(traceparent: string | null | undefined, work: () => T): T {
  if (!traceparent || trace.getActiveSpan()) return work();
  return context.with(contextOf(traceparent), work);
}

const contextOf = (traceparent: string) => propagation.extract(ROOT_CONTEXT, { traceparent });

const tracer = () => trace.getTracer('kg-rca');

async function ended<T>(spans: readonly Span[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    for (const span of spans) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}
