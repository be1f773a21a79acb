'use client';

import type { GET as RunQuery } from '#app/api/v1/queries/[id]/rows/route.ts';
import { ClusterName } from '#components/cluster-name.tsx';
import { ObjectName } from '#components/graph/object-link.tsx';
import { Link } from '#components/ui/link.tsx';
import { Health } from '#components/ui/state.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Answer = AnswerOf<typeof RunQuery>;
type Cell = Answer['rows'][number][string];
type CellColumn = Answer['columns'][number];

interface Row {
  /** The place of the row in the answer. */
  place: number;
  cells: Answer['rows'][number];
}

/** The rows of a query as a table; objects and incidents lead to their pages. */
export function RowsTable({ columns, rows }: Pick<Answer, 'columns' | 'rows'>) {
  const clusters = new Set(rows.flatMap((row) => Object.values(row).flatMap((cell) => clusterOf(cell) ?? [])));
  return (
    <Table
      label="Rows"
      rows={rows.map((cells, place): Row => ({ place, cells }))}
      rowKey={({ place }) => String(place)}
      columns={columns.map((column): Column<Row> => {
        const { name, title, type } = column;
        return {
          key: name,
          head: title,
          cell: ({ cells }) => <CellContent column={column} cell={cells[name] ?? null} showsCluster={clusters.size > 1} />,
          ...(type !== 'list' && type !== 'fields' && { order: ({ cells }) => orderOf(cells[name] ?? null) }),
          short: type === 'time' || type === 'health',
          figures: type === 'number',
        };
      })}
    />
  );
}

function CellContent({ column, cell, showsCluster }: { column: CellColumn; cell: Cell; showsCluster: boolean }) {
  if (cell === null || cell === '' || (Array.isArray(cell) && cell.length === 0)) return <span className="text-ink-2">–</span>;
  if (Array.isArray(cell)) {
    return (
      <ul>
        {cell.map((text) => (
          <li key={text} className="[overflow-wrap:anywhere]">
            {text}
          </li>
        ))}
      </ul>
    );
  }
  if (typeof cell === 'object' && 'id' in cell) {
    return (
      <Link href={`/incidents/${cell.id}`} className="hover:underline">
        <span className="text-ink-2">#{cell.number}</span> {cell.title}
      </Link>
    );
  }
  if (typeof cell === 'object') {
    return (
      <>
        <ObjectName {...cell} resourceKey={cell.key} />
        {showsCluster && (
          <span className="text-ink-2">
            {' '}
            <ClusterName name={cell.cluster} />
          </span>
        )}
      </>
    );
  }
  if (column.type === 'time') return <When ms={cell as number} />;
  if (column.type === 'health') return <Health health={String(cell)} />;
  if (typeof cell === 'number') return cell.toLocaleString();
  return <span className="[overflow-wrap:anywhere]">{String(cell)}</span>;
}

function clusterOf(cell: Cell): string | undefined {
  return typeof cell === 'object' && cell !== null && 'cluster' in cell ? cell.cluster : undefined;
}

function orderOf(cell: Cell): string | number {
  if (cell === null) return '';
  if (typeof cell === 'number') return cell;
  if (typeof cell !== 'object' || Array.isArray(cell)) return String(cell);
  return 'id' in cell ? cell.number : `${cell.kind} ${cell.namespace ?? ''} ${cell.name}`;
}
