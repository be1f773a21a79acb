import { type IncidentEvidence, objectText } from './words.ts';

const HEIGHT = 28;
const SHOWN = 4;

/** The metrics of the objects as small lines on the axis of the timeline, those that changed most first. Nothing where none is known. */
export function MetricLines({ evidence, from, to }: { evidence: IncidentEvidence | undefined; from: number; to: number }) {
  const series = (evidence?.objects ?? []).flatMap(({ object, metrics }) =>
    [...Map.groupBy(metrics, ({ metric }) => metric)].map(([metric, points]) => ({ object, metric, points, ...rangeOf(points) })),
  );
  const shown = series
    .filter(({ points, least, most }) => points.length > 1 && most > least)
    .sort((a, b) => (b.most - b.least) / (Math.abs(b.most) || 1) - (a.most - a.least) / (Math.abs(a.most) || 1))
    .slice(0, SHOWN);
  return shown.map(({ object, metric, points, least, most }) => (
    <div key={`${objectText(object)} ${metric}`} className="contents">
      <span className="truncate border-t py-1 text-ink-2" title={`${metric} of ${objectText(object)}`}>
        {metric}
      </span>
      <div className="relative mx-3 border-t py-1">
        <svg
          role="img"
          aria-label={`${metric} of ${objectText(object)}: from ${least} to ${most}`}
          width="100%"
          height={HEIGHT}
          viewBox={`0 0 100 ${HEIGHT}`}
          preserveAspectRatio="none"
          className="overflow-hidden"
        >
          <polyline
            fill="none"
            className="stroke-accent"
            strokeWidth={1.5}
            vectorEffect="non-scaling-stroke"
            points={points
              .map(
                ({ time, value }) =>
                  `${((time - from) / (to - from)) * 100},${HEIGHT - 2 - ((value - least) / (most - least)) * (HEIGHT - 4)}`,
              )
              .join(' ')}
          />
        </svg>
        <span className="absolute top-0 right-0 text-xs text-ink-2">
          {objectText(object)}: {least} to {most}
        </span>
      </div>
    </div>
  ));
}

function rangeOf(points: readonly { value: number }[]): { least: number; most: number } {
  const values = points.map(({ value }) => value);
  return { least: Math.min(...values), most: Math.max(...values) };
}
