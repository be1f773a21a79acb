import { Button } from '#components/ui/button.tsx';
import { bytes } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { Badge } from '#components/ui/state.tsx';
import { type Column, Table } from '#components/ui/table.tsx';
import { CopyText, When } from '#components/ui/text.tsx';
import type { Letter, Resolution } from './resolve-dialog.tsx';

/** What rejects records, for people. */
export const SOURCES = { edge: 'Ingest', usage: 'Usage', graph: 'Graph builder' };
/** What became of a dead letter, for people. */
export const STATES = {
  waiting: { tone: 'warn', label: 'Unresolved' },
  replayed: { tone: 'good', label: 'Replayed' },
  discarded: { tone: 'neutral', label: 'Discarded' },
} as const;

/** Dead letters with buttons to resolve those that are not resolved. */
export function DeadLetterTable({ items, onResolve }: { items: Letter[]; onResolve: (resolution: Resolution) => void }) {
  const columns: Column<Letter>[] = [
    { key: 'at', head: 'Received', cell: (letter) => <When ms={letter.receivedAt} />, short: true },
    {
      key: 'client',
      head: 'Client',
      cell: ({ clientId }) => (
        <Link href={`/admin/clients/${clientId}`} className="block font-mono break-all hover:underline md:min-w-28">
          {clientId}
        </Link>
      ),
    },
    { key: 'where', head: 'Origin', cell: (letter) => <Origin letter={letter} /> },
    { key: 'why', head: 'Reason', cell: (letter) => <Reason letter={letter} /> },
    { key: 'state', head: 'Status', cell: (letter) => <Status letter={letter} /> },
    { key: 'acts', head: 'Actions', short: true, cell: (letter) => <Actions letter={letter} onResolve={onResolve} /> },
  ];
  return <Table label="Dead letters" rows={items} rowKey={(letter) => letter.id} columns={columns} />;
}

function Origin({ letter: { source, stream, offset, id } }: { letter: Letter }) {
  return (
    <>
      <span className="block">{SOURCES[source]}</span>
      <span className="block font-mono text-ink-2 [overflow-wrap:anywhere] md:whitespace-nowrap">{stream}</span>
      <span className="text-ink-2">
        {offset === null ? 'not in the log' : `offset ${offset}`}, dead letter {id}
      </span>
    </>
  );
}

function Reason({ letter: { id, reason, detail, record, recordBytes } }: { letter: Letter }) {
  const isTruncated = new TextEncoder().encode(record).length < recordBytes;
  return (
    <div className="min-w-0 md:max-w-md">
      <code className="font-mono">{reason}</code>
      <p className="[overflow-wrap:anywhere]">{detail}</p>
      <details className="mt-1 text-left">
        <summary className="cursor-pointer text-ink-2">Record, {bytes(recordBytes)}</summary>
        <div className="mt-1 max-h-64 overflow-y-auto">
          <CopyText block text={record} label="Copy the record" />
        </div>
        {isTruncated && (
          <p className="mt-1 text-ink-2">
            Only the beginning is shown.{' '}
            <a className="link" href={`/api/v1/admin/dead-letters/${id}`} download>
              Download the full record
            </a>
          </p>
        )}
      </details>
    </div>
  );
}

function Status({ letter: { state, settledAt, settledBy, failedAgainAs } }: { letter: Letter }) {
  const { tone, label } = STATES[state];
  return (
    <div className="md:max-w-32">
      {failedAgainAs === null ? <Badge tone={tone}>{label}</Badge> : <Badge tone="bad">Rejected again</Badge>}
      {failedAgainAs !== null && <p className="mt-1 text-ink-2">as dead letter {failedAgainAs}</p>}
      {settledAt !== null && (
        <p className="mt-1 text-ink-2 [overflow-wrap:anywhere]">
          <When ms={settledAt} /> by {settledBy}
        </p>
      )}
    </div>
  );
}

function Actions({ letter, onResolve }: { letter: Letter; onResolve: (resolution: Resolution) => void }) {
  if (letter.state !== 'waiting') return <span className="text-ink-2">–</span>;
  return (
    <span className="flex flex-wrap justify-end gap-2 md:flex-col md:items-stretch">
      <Button small onClick={() => onResolve({ action: 'replay', letter })} aria-label={`Replay dead letter ${letter.id}`}>
        Replay
      </Button>
      <Button small look="quiet" onClick={() => onResolve({ action: 'discard', letter })} aria-label={`Discard dead letter ${letter.id}`}>
        Discard
      </Button>
    </span>
  );
}
