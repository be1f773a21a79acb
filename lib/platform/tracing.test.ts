import { SpanStatusCode } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestTracing } from './testing/tracing.ts';
import { continueTrace, currentTrace, SpanKind, withSpan, withSpanOfEach } from './tracing.ts';

const trace1 = `00-${'1'.repeat(32)}-${'a'.repeat(16)}-01`;
const trace2 = `00-${'2'.repeat(32)}-${'b'.repeat(16)}-01`;

describe('without a collector', () => {
  it('work runs as it would without spans, and no trace is handed on', async () => {
    expect(await withSpan('a', {}, async () => currentTrace())).toBeUndefined();
    expect(await withSpanOfEach('a', {}, [trace1], async () => 1)).toBe(1);
    expect(continueTrace(trace1, () => currentTrace())).toBeUndefined();
  });
});

describe('with a collector', () => {
  let tracing: ReturnType<typeof startTestTracing>;
  beforeEach(() => {
    tracing = startTestTracing();
  });
  afterEach(() => tracing.stop());
  const finished = () => tracing.exporter.getFinishedSpans();

  it('a span is below the current one, and what is handed on names it', async () => {
    const handedOn = await withSpan('outer', { kind: SpanKind.SERVER }, () => withSpan('inner', {}, async () => currentTrace()));
    const [inner, outer] = finished();
    expect([inner?.name, outer?.name]).toEqual(['inner', 'outer']);
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(handedOn).toBe(`00-${inner?.spanContext().traceId}-${inner?.spanContext().spanId}-01`);
  });

  it('a trace that came from elsewhere is continued, unless another is under way', async () => {
    await continueTrace(trace1, () => withSpan('a', {}, () => continueTrace(trace2, () => withSpan('b', {}, async () => {}))));
    await continueTrace('not a trace', () => withSpan('c', {}, async () => {}));
    const [b, a, c] = finished().map((span) => [span.name, span.spanContext().traceId]);
    expect([a, b]).toEqual([
      ['a', '1'.repeat(32)],
      ['b', '1'.repeat(32)],
    ]);
    expect(c?.[1]).not.toMatch(/^1+$/);
  });

  it('work on records of several traces has a span in each of them, and none where no record has a trace', async () => {
    await withSpanOfEach('apply', {}, [trace1, undefined, trace2, trace1], async () => {});
    await withSpanOfEach('apply', {}, [undefined], async () => {});
    expect(finished().map((span) => span.parentSpanContext?.spanId)).toEqual(['a'.repeat(16), 'b'.repeat(16)]);
  });

  it('what work throws is recorded in its span and thrown on', async () => {
    const failing = async () => {
      throw new Error('no room');
    };
    await expect(withSpan('a', {}, failing)).rejects.toThrow('no room');
    await expect(withSpanOfEach('b', {}, [trace1], failing)).rejects.toThrow('no room');
    expect(finished().map(({ status, events }) => [status.code, events[0]?.attributes?.['exception.message']])).toEqual([
      [SpanStatusCode.ERROR, 'no room'],
      [SpanStatusCode.ERROR, 'no room'],
    ]);
  });
});
