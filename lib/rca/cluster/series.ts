import { byText } from '#lib/kubernetes/canonical.ts';
import { items, number, text, time } from '#lib/kubernetes/fields.ts';

/** A metric of an object: the median at the beginning of its samples and at their end. */
export interface Series {
  kind: string;
  namespace: string | undefined;
  name: string;
  metric: string;
  before: number;
  after: number;
  from: number;
  to: number;
}

/** Fewer samples do not show a trend. */
const MIN_POINTS = 6;
const BEGINNING = 0.3;
const END = 0.4;

/** The series of a snapshot's metrics, in the order of their names. */
export function seriesOf(metrics: unknown): Series[] {
  const groups = new Map<
    string,
    { kind: string; namespace: string | undefined; name: string; metric: string; points: { at: number; value: number }[] }
  >();
  for (const raw of items(metrics)) {
    const [kind, name, metric, at, value] = [text(raw.kind), text(raw.name), text(raw.metric), time(raw.time), number(raw.value)];
    if (!kind || !name || !metric || at === undefined || value === undefined) continue;
    const namespace = text(raw.namespace);
    const key = `${kind}/${namespace ?? ''}/${name}/${metric}`;
    const group = groups.get(key);
    if (group) group.points.push({ at, value });
    else groups.set(key, { kind, namespace, name, metric, points: [{ at, value }] });
  }
  return [...groups.entries()]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([, { points, ...named }]) => {
      if (points.length < MIN_POINTS) return [];
      points.sort((a, b) => a.at - b.at || a.value - b.value);
      const values = points.map(({ value }) => value);
      const before = median(values.slice(0, Math.ceil(values.length * BEGINNING)));
      const after = median(values.slice(-Math.ceil(values.length * END)));
      return [{ ...named, before, after, from: points[0]!.at, to: points.at(-1)!.at }];
    });
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
