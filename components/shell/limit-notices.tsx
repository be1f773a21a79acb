'use client';

import { useSyncExternalStore } from 'react';
import type { GET as GetLimits } from '#app/api/v1/limits/route.ts';
import { useApi } from '#components/api.ts';
import type { AnswerOf } from '#lib/api/index.ts';
import { amountOf, LIMIT_LABELS } from '#lib/limits/words.ts';
import { Button } from '../ui/button.tsx';
import { Link } from '../ui/link.tsx';
import { Notice } from '../ui/state.tsx';

type Limit = AnswerOf<typeof GetLimits>['limits'][number];
const KEY = 'dismissed-limits';
const listeners = new Set<() => void>();

/** Limits that are reached or nearly so. What refuses nothing can be dismissed, once a month and threshold. */
export function LimitNotices({ clientId }: { clientId: string }) {
  const limits = useApi<typeof GetLimits>('/api/v1/limits', 60_000).data?.limits ?? [];
  // Whoever has one cluster of one has used all of them from the first day on.
  const notable = limits.filter((one) => one.state !== 'ok' && !(one.name === 'clusters' && one.state === 'warned'));
  return notable.length > 0 && <Notices clientId={clientId} limits={notable} />;
}

function Notices({ clientId, limits }: { clientId: string; limits: Limit[] }) {
  const dismissed = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => localStorage.getItem(KEY) ?? '',
    () => '',
  ).split('\n');
  return limits
    .filter((one) => one.state === 'blocked' || !dismissed.includes(idOf(clientId, one)))
    .map((one) => (
      <div key={one.name} className="px-4 pt-4">
        <Notice
          tone={one.state === 'blocked' ? 'bad' : one.threshold === 50 ? 'info' : 'warn'}
          title={titleOf(one)}
          action={
            <span className="flex flex-wrap items-center gap-3">
              <Link href={one.name === 'spend' ? '/billing' : '/usage'} className="link">
                {one.name === 'spend' ? 'Go to billing' : 'Go to usage'}
              </Link>
              {one.state !== 'blocked' && (
                <Button small onClick={() => dismiss(idOf(clientId, one))}>
                  Dismiss<span className="sr-only"> the notice about {LIMIT_LABELS[one.name]}</span>
                </Button>
              )}
            </span>
          }
        >
          {amountOf(one.name, one.used)} of {amountOf(one.name, one.allowed)} used.{' '}
          {one.projectedAt !== null && `At the present rate the limit will be reached on ${when(one.projectedAt)}. `}
          {one.resetsAt !== null && `It resets on ${when(one.resetsAt)}.`}
        </Notice>
      </div>
    ));
}

function titleOf({ name, state, threshold }: Limit): string {
  const label = LIMIT_LABELS[name];
  if (state === 'blocked')
    return name === 'spend'
      ? 'The spend cap is reached: usage above the plan is refused'
      : `${label}: the limit is reached, and more is refused`;
  if (state === 'over') return `${label}: above the limit`;
  return threshold === 0 ? `${label}: the limit will be reached` : `${label}: ${threshold} % used`;
}

const when = (ms: number) => new Date(ms).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function idOf(clientId: string, { name, threshold, projectedAt, checkedAt }: Limit): string {
  return [clientId, new Date(checkedAt).toISOString().slice(0, 7), name, threshold || (projectedAt !== null && 'projected')].join(' ');
}

function dismiss(id: string): void {
  // The newest hundred: older months do not come back.
  const kept = [id, ...(localStorage.getItem(KEY) ?? '').split('\n')].slice(0, 100);
  localStorage.setItem(KEY, kept.join('\n'));
  for (const listener of listeners) listener();
}
