import type { GET as GetHealthSummary } from '#app/api/v1/health-summary/route.ts';
import { amount, count } from '#components/ui/format.ts';
import { HEALTH_AREAS } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

const STATES = Object.keys(HEALTH_AREAS) as (keyof typeof HEALTH_AREAS)[];

/** How many workloads and nodes of a cluster are in which health: a bar each, and the same in words. */
export function ClusterHealth({ cluster, counts }: { cluster: string; counts: AnswerOf<typeof GetHealthSummary>['items'] | undefined }) {
  if (!counts) return <div className="h-12" />;
  return (
    <dl className="mt-2 flex flex-col gap-1 text-sm">
      {(['workload', 'node'] as const).map((sort) => {
        const own = counts.filter((one) => one.cluster === cluster && one.sort === sort);
        const total = own.reduce((sum, { objects }) => sum + objects, 0);
        const worstFirst = STATES.flatMap((state) => own.find(({ health }) => health === state) ?? []);
        const troubled = worstFirst
          .filter(({ health }) => health !== 'healthy')
          .map(({ health, objects }) => `${count(objects)} ${health}`);
        return (
          total > 0 && (
            <div key={sort} className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-x-3">
              <dt>{amount(total, sort)}</dt>
              <dd className="flex min-w-0 items-center gap-2">
                <span aria-hidden className="flex h-1.5 min-w-12 flex-1 overflow-hidden rounded-full">
                  {worstFirst.map(({ health, objects }) => (
                    <span key={health} className={HEALTH_AREAS[health]} style={{ flexGrow: objects, minWidth: 4 }} />
                  ))}
                </span>
                <span className="shrink-0 text-ink-2">{troubled.length === 0 ? 'all healthy' : troubled.join(', ')}</span>
              </dd>
            </div>
          )
        );
      })}
    </dl>
  );
}
