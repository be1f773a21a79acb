'use client';

import { Fragment } from 'react';
import { ObjectName } from '#components/graph/object-link.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { type Cell, type ConsoleAnswer, knownOf, type NodeCell, objectOf, textOf } from './cells.ts';

/** Longer texts are folded. */
const SHOWN = 200;

interface Row {
  /** The place of the row in the answer. */
  place: number;
  cells: Cell[];
}

/** The rows of an answer. Kubernetes objects lead to their pages; what else a node or a map holds can be unfolded. */
export function AnswerTable({ columns, rows }: Pick<ConsoleAnswer, 'columns' | 'rows'>) {
  return (
    <Table
      label="Rows"
      rows={rows.map((cells, place): Row => ({ place, cells }))}
      rowKey={({ place }) => String(place)}
      columns={columns.map(
        (head, at): Column<Row> => ({
          // Two columns may have one name.
          key: `${at}`,
          head,
          cell: ({ cells }) => <CellContent cell={cells[at] ?? null} />,
          order: ({ cells }) => orderOf(cells[at] ?? null),
          figures: rows.every(({ [at]: cell }) => typeof cell === 'number'),
        }),
      )}
    />
  );
}

function CellContent({ cell }: { cell: Cell }) {
  const known = knownOf(cell);
  if (known.is === 'node') return <Node node={known.node} />;
  if (known.is === 'relation') return <Folded head={known.relation.type} text={json(known.relation.properties)} />;
  if (known.is === 'path') {
    return (
      <>
        {known.nodes.map((node, i) => (
          <Fragment key={node.id}>
            {i > 0 && <span className="text-ink-2"> {known.relations[i - 1]?.type} </span>}
            <Node node={node} />
          </Fragment>
        ))}
      </>
    );
  }
  if (known.value === null) return <span className="text-ink-2">null</span>;
  if (typeof known.value === 'object') return <Folded text={json(known.value)} />;
  return <Folded text={String(known.value)} />;
}

function Node({ node }: { node: NodeCell }) {
  const object = objectOf(node);
  if (object) return <ObjectName {...object} resourceKey={object.key} />;
  return <Folded head={node.labels.join(':')} text={json(node.properties)} />;
}

/** A text, of which only the head or the beginning is shown at first where it is long. */
function Folded({ head, text }: { head?: string; text: string }) {
  const isEmpty = text === '{}';
  if (head !== undefined && isEmpty) return <span className="font-mono">{head}</span>;
  if (head === undefined && text.length <= SHOWN) return <span className="font-mono [overflow-wrap:anywhere]">{text}</span>;
  return (
    <details>
      <summary className="cursor-pointer font-mono [overflow-wrap:anywhere]">{head ?? `${text.slice(0, SHOWN)}…`}</summary>
      <pre className="font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</pre>
    </details>
  );
}

const json = (value: Cell) => JSON.stringify(value, undefined, 1);

function orderOf(cell: Cell): string | number {
  return typeof cell === 'number' ? cell : textOf(cell);
}
