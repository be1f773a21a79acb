import { BEGIN } from '#lib/graph/testing/cluster.ts';
import type { Cell } from '../run.ts';

/** A row as one line: cells by their names, objects as people write them, times in seconds since the cluster of the tests began. */
export function shown(row: Record<string, Cell>): string {
  return Object.entries(row)
    .map(([name, cell]) => `${name}=${text(cell)}`)
    .join(' | ');
}

function text(cell: Cell): string {
  if (cell === null) return '-';
  if (Array.isArray(cell)) return cell.join('; ');
  if (typeof cell === 'object') return 'id' in cell ? `#${cell.number}` : [cell.kind, cell.namespace, cell.name].filter(Boolean).join('/');
  const isTime = typeof cell === 'number' && cell > 1e12;
  return isTime ? `+${(cell - BEGIN) / 1000}s` : String(cell);
}
