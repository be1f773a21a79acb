import Link from 'next/link';
import type { GET as GetClient } from '#app/api/v1/admin/clients/[id]/route.ts';
import { count } from '#components/ui/format.ts';
import { Section } from '#components/ui/page.tsx';
import { Notice } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { AddsUp } from '../../adds-up.tsx';

/** Where every record of the client is, and how far each consumer is behind in each stream. */
export function RecordsSection({ records }: { records: NonNullable<AnswerOf<typeof GetClient>['records']> }) {
  const { received, applied, duplicate, rejected, inFlight, unaccounted, deadLetters } = records;
  return (
    <Section
      title="Records"
      flush
      action={
        <span className="flex items-center gap-2 text-sm text-ink-2">
          Adds up <AddsUp unaccounted={unaccounted} />
        </span>
      }
    >
      <p className="border-b px-4 py-3">
        {count(received)} received = {count(applied)} applied + {count(duplicate)} duplicate + {count(rejected)} rejected +{' '}
        {count(inFlight)} in flight.{' '}
        <Link href={`/admin/dead-letters?client_id=${records.clientId}`} className="link">
          {count(deadLetters.ever)} dead {deadLetters.ever === 1 ? 'letter' : 'letters'}
        </Link>
        , {count(deadLetters.waiting)} waiting.
      </p>
      {unaccounted !== 0 && (
        <div className="border-b p-4">
          <Notice
            tone="bad"
            title={`${count(Math.abs(unaccounted))} records are ${unaccounted > 0 ? 'not accounted for' : 'counted too many'}`}
          >
            {unaccounted > 0
              ? 'They were taken in, and nothing tells what became of them: most likely they went past their retention while nothing counted. Look whether the usage role runs.'
              : 'More was counted than is known to have come in: the log lost records that it had, or its place was taken by another.'}
          </Notice>
        </div>
      )}
      <Table
        label="Lag by stream"
        rows={records.streams}
        rowKey={({ stream }) => stream}
        sortName="streams"
        columns={[
          {
            key: 'stream',
            head: 'Stream',
            order: ({ stream }) => stream,
            cell: ({ stream }) => <code className="font-mono">{stream}</code>,
          },
          {
            key: 'usage',
            head: 'Counting behind',
            figures: true,
            order: ({ usageLag }) => usageLag,
            cell: ({ usageLag }) => count(usageLag),
          },
          { key: 'graph', head: 'Graph behind', figures: true, order: ({ graphLag }) => graphLag, cell: ({ graphLag }) => count(graphLag) },
        ]}
      />
    </Section>
  );
}
