'use client';

import type { POST as RetryJob } from '#app/api/v1/admin/jobs/[queue]/[id]/retry/route.ts';
import type { GET as ListJobs } from '#app/api/v1/admin/jobs/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { amount } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { figures, Table } from '#components/ui/table.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';

type Jobs = AnswerOf<typeof ListJobs>;
const numbers = figures<Jobs['queues'][number]>;

/** The queues of the installation, and the jobs that failed for good. */
export function JobsView() {
  const jobs = useApi<typeof ListJobs>('/api/v1/admin/jobs', 5_000);
  return (
    <>
      <PageHead title="Jobs" crumbs={PROVIDER_CRUMBS}>
        What the worker roles do in the background. A job that fails is tried again, ever more slowly, before it ends up as failed.
      </PageHead>
      <Loaded query={jobs} skeleton={<Skeleton className="h-96" />}>
        {(data) => (
          <>
            <Failed failed={data.failed} />
            <Queues queues={data.queues} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Failed({ failed }: { failed: Jobs['failed'] }) {
  const retry = useAction<typeof RetryJob, Jobs['failed'][number]>(
    'POST',
    ({ queue, id }) => `/api/v1/admin/jobs/${encodeURIComponent(queue)}/${id}/retry`,
  );
  return (
    <Section title="Failed" flush>
      {retry.error && (
        <div className="p-4">
          <Notice tone="bad">{retry.error.message}</Notice>
        </div>
      )}
      {failed.length === 0 ? (
        <Empty title="No job has failed">Jobs whose attempts are used up appear here, with the reason, and can be tried again.</Empty>
      ) : (
        <ul className="divide-y">
          {failed.map((job) => (
            <li key={job.id} className="flex flex-wrap items-start justify-between gap-3 px-4 py-3">
              <div className="min-w-0">
                <p className="flex flex-wrap items-baseline gap-2">
                  <span className="font-medium">{job.queue}</span>
                  <span className="font-mono text-sm break-all">{job.subject}</span>
                  <span className="text-sm text-ink-2">
                    {amount(job.attempts, 'attempt')}
                    {job.failedAt !== null && (
                      <>
                        , last <When ms={job.failedAt} />
                      </>
                    )}
                  </span>
                </p>
                <p className="mt-1 break-words text-ink-2">{job.error || 'No reason was given.'}</p>
              </div>
              <Button small onClick={() => retry.mutate(job)} busy={retry.isPending && retry.variables?.id === job.id}>
                Try again
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Queues({ queues }: { queues: Jobs['queues'] }) {
  return (
    <Section title="Queues" flush>
      {queues.length === 0 ? (
        <Empty title="No queues yet">A queue appears here with its first job.</Empty>
      ) : (
        <Table
          label="Queues"
          rows={queues}
          rowKey={({ name }) => name}
          columns={[
            { key: 'name', head: 'Queue', order: ({ name }) => name, cell: ({ name }) => <span className="font-medium">{name}</span> },
            numbers('waiting', 'Waiting', (row) => row.waiting),
            {
              key: 'since',
              head: 'Oldest',
              cell: ({ waitingSince }) => (waitingSince === null ? <span className="text-ink-2">–</span> : <When ms={waitingSince} />),
            },
            numbers('active', 'Running', (row) => row.active),
            numbers('later', 'Later', (row) => row.later),
            numbers('failed', 'Failed', (row) => row.failed),
            numbers('completed', 'Done', (row) => row.completed),
          ]}
        />
      )}
    </Section>
  );
}
