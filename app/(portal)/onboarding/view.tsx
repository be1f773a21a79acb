'use client';

import { CircleCheck, CircleDashed, LoaderCircle, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import type { POST as TakeDefaultKey } from '#app/api/v1/default-key/route.ts';
import type { GET as GetOnboarding } from '#app/api/v1/onboarding/route.ts';
import type { GET as GetProvisioning } from '#app/api/v1/provisioning/route.ts';
import type { POST as AttachSample } from '#app/api/v1/sample-cluster/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { DownloadPackage } from '../agent/download.tsx';

/** Without data for this long, help is shown. */
const HELP_AFTER_MS = 120_000;
const STEP_WORDS: Record<string, string> = {
  'graph-database': 'Graph database',
  'event-streams': 'Event streams',
  credentials: "The agent's credentials",
  'access-rules': 'Walls to other clients',
  'api-key': 'API key',
  'agent-package': 'Agent package',
};
const STEP_STATES = {
  done: { Icon: CircleCheck, tone: 'text-good', word: 'done' },
  running: { Icon: LoaderCircle, tone: 'text-info animate-spin', word: 'under way' },
  failing: { Icon: TriangleAlert, tone: 'text-bad', word: 'failing; it is tried again, and our staff sees it' },
  waiting: { Icon: CircleDashed, tone: 'text-ink-2', word: 'waiting' },
} as const;

/** From the account to the first data, each step live. */
export function OnboardingView() {
  const [params] = useQueryState();
  const onboarding = useApi<typeof GetOnboarding>('/api/v1/onboarding', 2_000);
  const [ready, setReady] = useState(false);
  const provisioning = useApi<typeof GetProvisioning>('/api/v1/provisioning', ready ? undefined : 1_000);
  const paid = params.get('checkout') === 'done';
  const steps = provisioning.data?.steps ?? [];
  const allDone = steps.length > 0 && steps.every((step) => step.status === 'done');
  const setUpAt = Math.max(0, ...steps.map((step) => step.finishedAt ?? 0));
  // Once it is done there is nothing left to ask for.
  useEffect(() => setReady(allDone), [allDone]);
  return (
    <>
      <PageHead title="Set up">From here to the first cause it takes some minutes.</PageHead>
      <Loaded query={onboarding} skeleton={<Waiting />}>
        {(state) => (
          <>
            {state.needsPayment && (
              <div className="mb-6">
                {paid ? (
                  <Notice tone="info" title="Payment received, waiting for Stripe's confirmation">
                    This takes some seconds; the page goes on by itself.
                  </Notice>
                ) : (
                  <Notice
                    tone="warn"
                    title="Your plan is not paid yet"
                    action={
                      <Link href="/checkout" className={buttonClass('primary', true)}>
                        Go to checkout
                      </Link>
                    }
                  >
                    Everything is set up as soon as it is.
                  </Notice>
                )}
              </div>
            )}
            <Section title="1. We set up your account">
              <Loaded query={provisioning} skeleton={<Skeleton className="h-20" />}>
                {(data) => <Steps steps={data.steps} />}
              </Loaded>
            </Section>
            {ready && (
              <>
                <Install state={state} />
                <FirstData state={state} since={setUpAt} />
              </>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function Steps({ steps }: { steps: AnswerOf<typeof GetProvisioning>['steps'] }) {
  return (
    <ol className="grid gap-2 sm:grid-cols-2">
      {steps.map((step) => {
        const { Icon, tone, word } = STEP_STATES[step.status];
        return (
          <li key={step.name} className="flex items-center gap-2">
            <Icon aria-hidden className={`size-4 shrink-0 ${tone}`} />
            {STEP_WORDS[step.name] ?? step.name}
            <span className="text-sm text-ink-2">{word}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Install({ state }: { state: AnswerOf<typeof GetOnboarding> }) {
  const takeKey = useAction<typeof TakeDefaultKey>('POST', '/api/v1/default-key');
  const attach = useAction<typeof AttachSample>('POST', '/api/v1/sample-cluster');
  return (
    <Section title="2. Install the agent into your cluster">
      <div className="flex flex-col gap-5">
        <DownloadPackage />
        <div>
          <p className="mb-1 text-sm font-medium">Then, where kubectl and helm reach the cluster:</p>
          <CopyText block text={state.installCommand} label="Copy the command" />
          <p className="mt-1 text-sm text-ink-2">The package holds your agent's key: treat it like a password.</p>
        </div>
        <div>
          <p className="mb-1 text-sm font-medium">Your API key, for scripts and for signing in</p>
          {takeKey.data?.key ? (
            <>
              <CopyText block text={takeKey.data.key} label="Copy the key" />
              <p className="mt-1 text-sm text-ink-2">It is shown this once. Keep it in a safe place.</p>
            </>
          ) : takeKey.data ? (
            <p className="text-ink-2">
              It was shown already.{' '}
              <Link href="/api-keys" className="link">
                Make another
              </Link>
              .
            </p>
          ) : (
            <Button small onClick={() => takeKey.mutate()} busy={takeKey.isPending}>
              Show it, once
            </Button>
          )}
          {takeKey.error && <p className="mt-1 text-sm text-bad">{takeKey.error.message}</p>}
        </div>
        {state.sample !== 'unavailable' && (
          <div className="border-t pt-4">
            <p className="mb-2">
              No cluster at hand? This installation can attach one to try with: a sample shop on a simulated Kubernetes, watched by the real
              agent.
            </p>
            <div className="flex flex-wrap items-center gap-3">
              <Button
                onClick={() => attach.mutate()}
                busy={attach.isPending || state.sample === 'starting'}
                disabled={state.sample === 'attached'}
              >
                {state.sample === 'attached'
                  ? 'The sample cluster is attached'
                  : state.sample === 'starting'
                    ? 'Starting'
                    : 'Attach the sample cluster'}
              </Button>
              {state.sample === 'attached' && (
                <Link href="/clusters" className="link">
                  Break something in it
                </Link>
              )}
            </div>
            {(attach.error || state.sampleError) && (
              <div className="mt-3">
                <Notice tone="bad">{attach.error?.message ?? state.sampleError}</Notice>
              </div>
            )}
          </div>
        )}
      </div>
    </Section>
  );
}

/** `since`: when the set-up was done, epoch ms; somebody who comes back the next day need not wait for help again. */
function FirstData({ state, since }: { state: AnswerOf<typeof GetOnboarding>; since: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), Math.max(0, since + HELP_AFTER_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return (
    <Section title="3. First data">
      {state.firstDataAt ? (
        <Notice
          tone="good"
          title="Data arrives"
          action={
            <Link href="/dashboard" className={buttonClass('primary', true)}>
              Go to the dashboard
            </Link>
          }
        >
          Your cluster's graph is being built.
        </Notice>
      ) : (
        <div role="status" className="flex items-center gap-2">
          <LoaderCircle aria-hidden className="size-4 animate-spin text-info" />
          Waiting for first data. This turns by itself.
        </div>
      )}
      {!state.firstDataAt && late && (
        <div className="mt-4">
          <Notice tone="info" title="Nothing has come yet. What to look at:">
            <ul className="ml-4 list-disc">
              <li>
                Do the agent's pods run? <CopyText text="kubectl -n kg-rca get pods" />
              </li>
              <li>
                What do they say? <CopyText text="kubectl -n kg-rca logs -l app.kubernetes.io/instance=kg-rca-agent --tail=20" />
              </li>
              <li>Can the cluster reach the address of this portal? The agent needs nothing else from outside.</li>
            </ul>
          </Notice>
        </div>
      )}
    </Section>
  );
}

function Waiting() {
  return (
    <>
      <Skeleton className="mb-6 h-36" />
      <Skeleton className="mb-6 h-96" />
      <Skeleton className="h-24" />
    </>
  );
}
