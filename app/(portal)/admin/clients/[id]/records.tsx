import type { GET as GetClient } from '#app/api/v1/admin/clients/[id]/route.ts';
import { count } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { Section } from '#components/ui/page.tsx';
import { Notice } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { Balance } from '../../balance.tsx';

/** The client's record balance, and the lag of each consumer by stream. */
export function RecordsSection({ records }: { records: NonNullable<AnswerOf<typeof GetClient>['records']> }) {
  const { received, applied, duplicate, rejected, inFlight, unaccounted, deadLetters } = records;
  return (
    <Section title="Records" flush action={<Balance unaccounted={unaccounted} />}>
      <p className="border-b px-4 py-3">
        {count(received)} received = {count(applied)} applied + {count(duplicate)} duplicates + {count(rejected)} rejected +{' '}
        {count(inFlight)} in flight.{' '}
        <Link href={`/admin/dead-letters?client_id=${records.clientId}`} className="link">
          {count(deadLetters.ever)} dead {deadLetters.ever === 1 ? 'letter' : 'letters'}
        </Link>
        , {count(deadLetters.waiting)} unresolved.
      </p>
      {unaccounted !== 0 && (
        <div className="border-b p-4">
          <Notice
            tone="bad"
            title={unaccounted > 0 ? `${count(unaccounted)} records are missing` : `${count(-unaccounted)} records were counted in excess`}
          >
            {unaccounted > 0
              ? 'They were received but never counted. Most likely they exceeded their retention while the usage role was down. Check that it is running.'
              : 'More records were counted than the event log has received. It has lost records, or was replaced by another one.'}
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
            head: 'Usage lag',
            figures: true,
            order: ({ usageLag }) => usageLag,
            cell: ({ usageLag }) => count(usageLag),
          },
          { key: 'graph', head: 'Graph lag', figures: true, order: ({ graphLag }) => graphLag, cell: ({ graphLag }) => count(graphLag) },
        ]}
      />
    </Section>
  );
}
