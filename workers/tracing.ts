import { context, propagation, trace } from '@opentelemetry/api';
import type { Env } from '#lib/platform/env.ts';

/** How long the last spans may take to reach the collector when the process stops. */
const FLUSH_MS = 2_000;

/**
 * Sends the spans of this thread to a collector by OTLP over HTTP, if OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT
 * is set: the exporter reads them, and OTEL_EXPORTER_OTLP_HEADERS, itself. A collector that is away costs spans and nothing else.
 * `part` names the thread. Undefined without a collector: the SDK is not even loaded then.
 */
export async function startTracing(settings: Env, part: string): Promise<{ stop(): Promise<void> } | undefined> {
  if (!settings.OTEL_EXPORTER_OTLP_ENDPOINT && !settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) return undefined;
  const { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks');
  const { W3CTraceContextPropagator } = await import('@opentelemetry/core');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { detectResources, envDetector, resourceFromAttributes } = await import('@opentelemetry/resources');
  // By the id of the trace, so that all parts of the product decide alike. A caller that asks for its trace gets no more than the share.
  const share = new TraceIdRatioBasedSampler(settings.OTEL_TRACES_SAMPLER_ARG);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'kg-rca', 'kg_rca.thread': part }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    sampler: new ParentBasedSampler({ root: share, remoteParentSampled: share }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), exportTimeoutMillis: FLUSH_MS })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return {
    // What the collector does not take in time is lost with the process.
    stop: () => provider.shutdown().catch(() => {}),
  };
}
