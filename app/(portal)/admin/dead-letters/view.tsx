'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { GET as ListAllDeadLetters } from '#app/api/v1/admin/dead-letters/route.ts';
import { useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { bytes } from '#components/ui/format.ts';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Select } from '#components/ui/select.tsx';
import { Badge, Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Table } from '#components/ui/table.tsx';
import { CopyText, When } from '#components/ui/text.tsx';
import { STREAMS } from '#lib/wire/names.ts';
import { type Letter, SettleDialog, type Settling } from './settle.tsx';

const PAGE = 50;
const SOURCES = { edge: 'The edge', usage: 'Counting', graph: 'The graph' };
const STATES = {
  waiting: { tone: 'warn', word: 'Waiting' },
  replayed: { tone: 'good', word: 'Replayed' },
  discarded: { tone: 'neutral', word: 'Discarded' },
} as const;
const FILTERS = ['client_id', 'stream', 'source', 'state'];

/** Records that were turned away: whose, where, why; and the two ways out, a replay and the bin. */
export function DeadLettersView() {
  const [params, set] = useQueryState();
  const [settling, setSettling] = useState<Settling>();
  const [result, setResult] = useState<string>();
  const asked = new URLSearchParams({ limit: String(PAGE) });
  for (const name of [...FILTERS, 'cursor']) {
    const value = params.get(name);
    if (value) asked.set(name, value);
  }
  const letters = useApi<typeof ListAllDeadLetters>(`/api/v1/admin/dead-letters?${asked}`, 5_000);
  const filtered = FILTERS.some((name) => params.has(name));
  const choice = (name: string) => ({
    value: params.get(name) ?? '',
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value, cursor: undefined }),
  });
  const settle = (what: Settling) => {
    setResult(undefined);
    setSettling(what);
  };
  return (
    <>
      <PageHead title="Dead letters" crumbs={[{ href: '/admin', label: 'Provider' }]}>
        Records that were turned away, with the reason. Once its cause is gone, a record can be sent through again.
      </PageHead>
      <div className="mb-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Field label="Client" type="search" placeholder="Its whole id" {...choice('client_id')} />
        <Select label="Stream" {...choice('stream')}>
          <option value="">All</option>
          {STREAMS.map((stream) => (
            <option key={stream}>{stream}</option>
          ))}
        </Select>
        <Select label="Turned away by" {...choice('source')}>
          <option value="">All</option>
          {Object.entries(SOURCES).map(([source, word]) => (
            <option key={source} value={source}>
              {word}
            </option>
          ))}
        </Select>
        <Select label="State" {...choice('state')}>
          <option value="">All</option>
          {Object.entries(STATES).map(([state, { word }]) => (
            <option key={state} value={state}>
              {word}
            </option>
          ))}
        </Select>
      </div>
      {result && (
        <div className="mb-4">
          <Notice tone="good">{result}</Notice>
        </div>
      )}
      <Loaded query={letters} skeleton={<Skeleton className="h-96" />}>
        {({ items, nextCursor }) => (
          <Section flush>
            {items.length === 0 ? (
              <Empty title={filtered || params.has('cursor') ? 'No letter like that' : 'No record was turned away'}>
                {filtered
                  ? 'Look without one of the filters.'
                  : 'Records that do not parse, are too large, or cannot become part of a graph stand here, as long as the retention of their client.'}
              </Empty>
            ) : (
              <Letters items={items} onSettle={settle} />
            )}
            <Pager next={nextCursor} />
          </Section>
        )}
      </Loaded>
      {settling && <SettleDialog settling={settling} onClose={() => setSettling(undefined)} onDone={setResult} />}
    </>
  );
}

function Letters({ items, onSettle }: { items: Letter[]; onSettle: (what: Settling) => void }) {
  return (
    <Table
      label="Dead letters"
      rows={items}
      rowKey={(letter) => letter.id}
      columns={[
        { key: 'at', head: 'When', cell: (letter) => <When ms={letter.receivedAt} />, short: true },
        {
          key: 'client',
          head: 'Client',
          cell: ({ clientId }) => (
            <Link href={`/admin/clients/${clientId}`} className="block font-mono break-all hover:underline md:min-w-28">
              {clientId}
            </Link>
          ),
        },
        {
          key: 'where',
          head: 'Where',
          cell: ({ stream, offset, source, id }) => (
            <>
              <span className="block">{SOURCES[source]}</span>
              <span className="block font-mono text-ink-2 [overflow-wrap:anywhere] md:whitespace-nowrap">{stream}</span>
              <span className="text-ink-2">
                {offset === null ? 'before the log' : `offset ${offset}`}, letter {id}
              </span>
            </>
          ),
        },
        { key: 'why', head: 'Why', cell: (letter) => <Why letter={letter} /> },
        { key: 'state', head: 'State', cell: (letter) => <State letter={letter} /> },
        {
          key: 'acts',
          head: 'Acts',
          short: true,
          cell: (letter) =>
            letter.state === 'waiting' ? (
              <span className="flex flex-wrap justify-end gap-2 md:flex-col md:items-stretch">
                <Button small onClick={() => onSettle({ act: 'replay', letter })} aria-label={`Replay letter ${letter.id}`}>
                  Replay
                </Button>
                <Button small look="quiet" onClick={() => onSettle({ act: 'discard', letter })} aria-label={`Discard letter ${letter.id}`}>
                  Discard
                </Button>
              </span>
            ) : (
              <span className="text-ink-2">–</span>
            ),
        },
      ]}
    />
  );
}

function Why({ letter: { id, reason, detail, record, recordBytes } }: { letter: Letter }) {
  return (
    <div className="min-w-0 md:max-w-md">
      <code className="font-mono">{reason}</code>
      <p className="[overflow-wrap:anywhere]">{detail}</p>
      <details className="mt-1 text-left">
        <summary className="cursor-pointer text-ink-2">Record, {bytes(recordBytes)}</summary>
        <div className="mt-1 max-h-64 overflow-y-auto">
          <CopyText block text={record} label="Copy the record" />
        </div>
        {new TextEncoder().encode(record).length < recordBytes && (
          <p className="mt-1 text-ink-2">
            Only its beginning is shown.{' '}
            <a className="link" href={`/api/v1/admin/dead-letters/${id}`} download>
              Download the whole record
            </a>
          </p>
        )}
      </details>
    </div>
  );
}

function State({ letter: { state, settledAt, settledBy, failedAgainAs } }: { letter: Letter }) {
  const { tone, word } = STATES[state];
  return (
    <div className="md:max-w-32">
      {failedAgainAs === null ? <Badge tone={tone}>{word}</Badge> : <Badge tone="bad">Failed again</Badge>}
      {failedAgainAs !== null && <p className="mt-1 text-ink-2">as letter {failedAgainAs}</p>}
      {settledAt !== null && (
        <p className="mt-1 text-ink-2 [overflow-wrap:anywhere]">
          <When ms={settledAt} /> by {settledBy}
        </p>
      )}
    </div>
  );
}
