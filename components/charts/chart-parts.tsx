'use client';

/** What the charts have in common. */

/** The text of an axis. */
export const SMALL = { fontSize: 12, fill: 'var(--ink-2)' };

/** The look of the axes: values on the left, times below. */
export const X_AXIS = { tick: SMALL, tickLine: false, stroke: 'var(--line)' };
export const Y_AXIS = { tick: SMALL, tickLine: false, axisLine: false, width: 64, allowDecimals: false };
export const GRID = { vertical: false, stroke: 'var(--line)' };
/** Around what is drawn, in pixels. */
export const MARGIN = { top: 8, right: 0, bottom: 0, left: 0 };

/** The look of a tooltip. */
export const TOOLTIP = {
  cursor: { fill: 'var(--sunken)', stroke: 'var(--line)' },
  contentStyle: { background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 6, color: 'var(--ink)' },
  itemStyle: { color: 'var(--ink)' },
  isAnimationActive: false,
} as const;

/** Which colour is what. */
export function Legend({ series }: { series: readonly { key: string; name: string; colour: string }[] }) {
  return series.map(({ key, name, colour }) => (
    <span key={key} className="inline-flex items-center gap-1.5">
      <span aria-hidden className="size-2.5 rounded-sm" style={{ background: colour }} />
      {name}
    </span>
  ));
}

/** The values of a chart as a table for screen readers and copying, the latest first. */
export function ChartTable({
  label,
  head,
  columns,
  rows,
}: {
  label: string;
  head: string;
  columns: readonly string[];
  /** The oldest first. */
  rows: readonly { name: string; cells: readonly string[] }[];
}) {
  return (
    <details className="mt-2">
      <summary className="cursor-pointer text-sm text-ink-2 hover:text-ink">Show as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
      <section className="mt-2 max-h-64 overflow-auto rounded-md border" tabIndex={0} aria-label={`${label} as a table`}>
        <table className="w-full text-sm">
          <thead>
            <tr>
              <th scope="col" className="sticky top-0 bg-surface px-3 py-1.5 text-left font-medium text-ink-2">
                {head}
              </th>
              {columns.map((name) => (
                <th key={name} scope="col" className="sticky top-0 bg-surface px-3 py-1.5 text-right font-medium text-ink-2">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.toReversed().map(({ name, cells }) => (
              <tr key={name} className="border-t">
                <th scope="row" className="px-3 py-1 text-left font-normal">
                  {name}
                </th>
                {cells.map((cell, i) => (
                  <td key={columns[i]} className="px-3 py-1 text-right">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
