'use client';

import type { POST as RetryProvisioning } from '#app/api/v1/admin/clients/[id]/provisioning/route.ts';
import type { GET as GetClient } from '#app/api/v1/admin/clients/[id]/route.ts';
import { useAction } from '#components/api.ts';
import { Button } from '#components/ui/button.tsx';
import { duration } from '#components/ui/format.ts';
import { Section } from '#components/ui/page.tsx';
import { Badge, Notice } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

const STATES = {
  waiting: { tone: 'neutral', word: 'Waiting' },
  running: { tone: 'info', word: 'Running' },
  done: { tone: 'good', word: 'Done' },
  failing: { tone: 'bad', word: 'Failing' },
} as const;

/** The provisioning steps of a client with their errors, and a button to retry those that are not done. */
export function ProvisioningSteps({ clientId, steps }: { clientId: string; steps: AnswerOf<typeof GetClient>['steps'] }) {
  const retry = useAction<typeof RetryProvisioning>('POST', `/api/v1/admin/clients/${clientId}/provisioning`);
  const undone = steps.filter((step) => step.status !== 'done');
  return (
    <Section
      title="Provisioning"
      flush
      action={
        undone.length > 0 && (
          <Button small onClick={() => retry.mutate()} busy={retry.isPending}>
            Retry now
          </Button>
        )
      }
    >
      {retry.error && (
        <div className="p-4">
          <Notice tone="bad">{retry.error.message}</Notice>
        </div>
      )}
      <ol className="divide-y">
        {steps.map((step) => (
          <li key={step.name} className="px-4 py-2">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="font-mono">{step.name}</span>
              <span className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
                {step.attempts > 1 && <span>{step.attempts} attempts</span>}
                {step.startedAt !== null &&
                  (step.finishedAt === null ? (
                    <span>
                      started <When ms={step.startedAt} />
                    </span>
                  ) : (
                    <span>took {took(step.finishedAt - step.startedAt)}</span>
                  ))}
                <Badge tone={STATES[step.status].tone}>{STATES[step.status].word}</Badge>
              </span>
            </div>
            {step.error && <p className="mt-1 font-mono text-sm break-words text-bad">{step.error}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function took(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : duration(ms);
}
