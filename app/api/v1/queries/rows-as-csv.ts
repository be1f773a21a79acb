import type { Cell, LibraryQuery, ObjectCell } from '#lib/queries/index.ts';
import { csvLine } from '../csv.ts';

/** The rows of a query as CSV. An object takes two columns, its name as kind/namespace/name and its cluster; a list is separated by semicolons. */
export function rowsAsCsv(columns: LibraryQuery['columns'], rows: readonly Record<string, Cell>[]): string {
  const names = Object.entries(columns);
  const head = names.flatMap(([name, type]) => (type === 'object' ? [name, `${name}Cluster`] : [name]));
  const lines = rows.map((row) =>
    names.flatMap(([name, type]) => {
      const cell = row[name] ?? null;
      if (type === 'object') return cell === null ? ['', ''] : objectCells(cell as ObjectCell);
      return [type === 'time' && cell !== null ? new Date(cell as number).toISOString() : text(cell)];
    }),
  );
  return [head, ...lines].map(csvLine).join('');
}

function objectCells({ kind, namespace, name, cluster }: ObjectCell): string[] {
  return [namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`, cluster];
}

function text(cell: Cell): string {
  if (cell === null) return '';
  if (Array.isArray(cell)) return cell.join('; ');
  return typeof cell === 'object' && 'number' in cell ? `#${cell.number} ${cell.title}` : String(cell);
}
