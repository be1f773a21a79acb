'use client';

import type { POST as RequestDownload } from '#app/api/v1/data-export/downloads/route.ts';
import type { GET as GetExport, POST as StartExport } from '#app/api/v1/data-export/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { amount, bytes } from '#components/ui/format.ts';
import { Section } from '#components/ui/page.tsx';
import { Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Export = AnswerOf<typeof GetExport>;

const PATH = '/api/v1/data-export';
const moment = (ms: number) => new Date(ms).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Starts an export, shows how far it has come, and offers its archive for download as long as there is one. */
export function ExportSection() {
  const exported = useApi<typeof GetExport>(PATH, 2_000);
  const start = useAction<typeof StartExport>('POST', PATH);
  return (
    <Section title="Export">
      <Loaded query={exported} skeleton={<Skeleton className="h-[29rem] sm:h-80" />}>
        {(data) => (
          <div className="flex flex-col gap-4">
            {start.error && <Notice tone="bad">{start.error.message}</Notice>}
            <ExportState data={data} onStart={() => start.mutate()} isStarting={start.isPending} />
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function ExportState({ data, onStart, isStarting }: { data: Export; onStart: () => void; isStarting: boolean }) {
  const startButton = (label: string, look: 'primary' | 'secondary') => (
    <Button look={look} busy={isStarting} onClick={onStart}>
      {label}
    </Button>
  );
  if (data.state === 'none' || data.state === 'expired') {
    return (
      <Empty
        title={data.state === 'none' ? 'No export yet' : 'The last archive has expired and was removed'}
        action={startButton('Start an export', 'primary')}
      >
        One archive (.tar.gz) with everything: account and members, clusters, API keys without their secrets, the audit log, usage,
        invoices, incidents with their diagnoses and notifications, everything that the agents sent, and the graph. A README in it describes
        every file. You get a mail when it is ready; it is kept for {data.keptHours} hours.
      </Empty>
    );
  }
  if (data.state === 'waiting' || data.state === 'running') return <Progress data={data} />;
  if (data.state === 'failed') {
    return (
      <Notice tone="bad" title="The export failed" action={startButton('Try again', 'secondary')}>
        {data.error}
      </Notice>
    );
  }
  return <Ready data={data} startAgain={startButton('Start a new export', 'secondary')} />;
}

function Progress({ data: { state, percent, doing, records, requestedBy, requestedAt } }: { data: Export }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium">{state === 'waiting' ? 'The export starts in a moment' : `Exporting: ${percent} %`}</p>
      <div
        role="progressbar"
        aria-label="Progress of the export"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div className="h-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
      </div>
      <p className="text-sm text-ink-2 [overflow-wrap:anywhere]">
        {amount(records, 'record')} so far{doing && `, now in ${doing}`}. Started by {requestedBy}
        {requestedAt !== null && (
          <>
            , <When ms={requestedAt} />
          </>
        )}
        . You can leave this page; a mail comes when it is ready.
      </p>
    </div>
  );
}

function Ready({ data, startAgain }: { data: Export; startAgain: React.ReactNode }) {
  const download = useAction<typeof RequestDownload>('POST', `${PATH}/downloads`);
  return (
    <>
      {download.error && <Notice tone="bad">{download.error.message}</Notice>}
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[max-content_1fr]">
        <dt className="text-ink-2">Archive</dt>
        <dd>
          {bytes(data.bytes)}, {amount(data.records, 'record')}
        </dd>
        <dt className="text-ink-2">Made</dt>
        <dd className="[overflow-wrap:anywhere]">
          {data.finishedAt !== null && moment(data.finishedAt)}, for {data.requestedBy}
        </dd>
        <dt className="text-ink-2">Can be downloaded until</dt>
        <dd>{data.expiresAt !== null && moment(data.expiresAt)}</dd>
        <dt className="text-ink-2">SHA-256</dt>
        <dd className="font-mono [overflow-wrap:anywhere]">{data.sha256}</dd>
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          busy={download.isPending}
          onClick={() => download.mutate(undefined, { onSuccess: ({ url }) => location.assign(url) })}
        >
          Download
        </Button>
        {startAgain}
      </div>
      <p className="text-sm text-ink-2">A new export removes this archive. There can be one an hour.</p>
    </>
  );
}
