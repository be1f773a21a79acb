'use client';

import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useQueryState } from '../graph/query-state.ts';
import { count } from './format.ts';

/** A column: the content of its cells and, if it is sortable, the sort key of its rows. */
export interface Column<Row> {
  /** Identifies the column in the address (`sort=name`, or `sort=-name` for descending). */
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** Makes the column sortable. */
  order?: (row: Row) => string | number;
  /** Does not wrap; for short content such as times. */
  short?: boolean;
  /** Right-aligned, so that digits line up. */
  figures?: boolean;
}

/** A sortable column of numbers; `of` takes the number of a row. */
export function figures<Row>(key: string, head: string, of: (row: Row) => number): Column<Row> {
  return { key, head, figures: true, order: of, cell: (row) => count(of(row)) };
}

/**
 * A table with a sticky header. The sort order is kept in the address; `sortName` distinguishes the tables of a page. On
 * phones each row becomes a block with labelled fields.
 */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  sortName = 'sort',
}: {
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sortName?: string;
}) {
  const [params, set] = useQueryState();
  const sort = params.get(sortName) ?? '';
  const isDescending = sort.startsWith('-');
  const by = columns.find((column) => column.order && column.key === sort.replace(/^-/, ''));
  const shown = by?.order ? [...rows].sort(comparing(by.order, isDescending)) : rows;
  return (
    <table aria-label={label} className="w-full border-collapse text-sm max-md:block">
      <thead className="max-md:sr-only">
        <tr>
          {columns.map((column) => {
            const isSorted = by === column;
            const Arrow = isSorted ? (isDescending ? ArrowDown : ArrowUp) : ArrowUpDown;
            return (
              <th
                key={column.key}
                scope="col"
                aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}
                className={`sticky top-0 z-10 bg-surface px-4 first:rounded-tl-lg last:rounded-tr-lg py-2 font-medium text-ink-2 shadow-[inset_0_-1px_0_var(--line)] ${column.figures ? 'text-right' : 'text-left'}`}
              >
                {column.order ? (
                  <button
                    type="button"
                    className="inline-flex items-center gap-1 text-left hover:text-ink"
                    onClick={() => set({ [sortName]: isSorted && isDescending ? undefined : isSorted ? `-${column.key}` : column.key })}
                  >
                    {column.head}
                    <Arrow aria-hidden className={`size-3.5 ${isSorted ? '' : 'opacity-50'}`} />
                  </button>
                ) : (
                  column.head
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {shown.map((row) => (
          <tr key={rowKey(row)} className="border-b last:border-b-0 max-md:block max-md:py-2">
            {columns.map((column) => (
              <td
                key={column.key}
                data-label={column.head}
                className={`px-4 py-2 align-top max-md:flex max-md:justify-between max-md:gap-4 max-md:py-1 max-md:text-right max-md:before:shrink-0 max-md:before:text-ink-2 max-md:before:content-[attr(data-label)] ${column.figures ? 'md:text-right' : ''} ${column.short ? 'whitespace-nowrap' : ''}`}
              >
                <div className="min-w-0 break-words">{column.cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function comparing<Row>(order: (row: Row) => string | number, isDescending: boolean): (a: Row, b: Row) => number {
  return (a, b) => {
    const [x, y] = [order(a), order(b)];
    const compared = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'en', { numeric: true });
    return isDescending ? -compared : compared;
  };
}
