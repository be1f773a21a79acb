'use client';

import type { GET as ListConsoleQueries } from '#app/api/v1/console-queries/route.ts';
import { Button } from '#components/ui/button.tsx';
import { amount } from '#components/ui/format.ts';
import { Badge, Empty, Skeleton, type Tone } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import type { Entered } from './editor.tsx';

type Item = AnswerOf<typeof ListConsoleQueries>['items'][number];

const OUTCOMES: Record<Item['outcome'], { tone: Tone; word: string }> = {
  answered: { tone: 'good', word: 'Answered' },
  planned: { tone: 'neutral', word: 'Explained' },
  invalid: { tone: 'warn', word: 'Mistake' },
  refused: { tone: 'warn', word: 'Refused' },
  stopped: { tone: 'bad', word: 'Stopped' },
};

/** The last queries of the account; each can be taken into the editor again. */
export function History({ items, onTake }: { items: readonly Item[] | undefined; onTake: (entered: Entered) => void }) {
  if (!items) return <Skeleton className="h-24" />;
  if (items.length === 0) return <Empty title="No queries yet">What you and the other admins run is listed here.</Empty>;
  function take({ cypher, parameters }: Item): void {
    onTake({ cypher, parameters: JSON.stringify(parameters) });
    window.scrollTo({ top: 0 });
  }
  return (
    <ul className="divide-y">
      {items.map((item) => (
        <li key={item.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 grow basis-64">
            <pre className="max-h-24 overflow-y-auto font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{item.cypher}</pre>
            <p className="mt-1 text-sm text-ink-2">
              {item.actor}, <When ms={item.at} />
              {item.outcome === 'answered' && item.rows !== null && `, ${amount(item.rows, 'row')}`}
              {item.outcome !== 'planned' && `, ${item.ms.toLocaleString()} ms`}
            </p>
            {item.error && <p className="text-sm text-ink-2 [overflow-wrap:anywhere]">{item.error}</p>}
          </div>
          <Badge tone={OUTCOMES[item.outcome].tone}>{OUTCOMES[item.outcome].word}</Badge>
          <Button small onClick={() => take(item)} aria-label={`Use again: ${item.cypher.slice(0, 60)}`}>
            Use again
          </Button>
        </li>
      ))}
    </ul>
  );
}
