import type { MetricMessage } from '#lib/wire/messages.ts';

/** Points kept of one metric of a resource: a recent window for a diagnosis, not a history. */
const MAX_POINTS = 20;
const MAX_METRICS = 12;

/** A kept point: `<metric> <epoch ms> <value>`. */
export interface KeptPoint {
  metric: string;
  time: number;
  value: number;
}

/** Reads a kept point; undefined where the text is none. */
export function keptPoint(text: string): KeptPoint | undefined {
  const [metric = '', time, value] = text.split(' ');
  const point = { metric, time: Number(time), value: Number(value) };
  return metric !== '' && Number.isFinite(point.time) && Number.isFinite(point.value) ? point : undefined;
}

/**
 * The kept points with a sample added: the latest of each metric, one a moment, ordered by metric and time. The same
 * sample twice, or samples in another order, give the same list.
 */
export function withSample(kept: readonly string[], { metric, value, observedAt }: MetricMessage): string[] {
  const byMetric = new Map<string, Map<number, number>>();
  const name = metric.replaceAll(' ', '_');
  for (const point of [...kept.flatMap((text) => keptPoint(text) ?? []), { metric: name, time: observedAt, value }]) {
    byMetric.set(point.metric, (byMetric.get(point.metric) ?? new Map()).set(point.time, point.value));
  }
  return [...byMetric]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MAX_METRICS)
    .flatMap(([one, points]) =>
      [...points]
        .toSorted(([a], [b]) => a - b)
        .slice(-MAX_POINTS)
        .map(([time, of]) => `${one} ${time} ${of}`),
    );
}
