'use client';

import { CircleCheck, CircleDashed, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { POST as TakeDefaultKey } from '#app/api/v1/default-key/route.ts';
import type { GET as GetOnboarding } from '#app/api/v1/onboarding/route.ts';
import type { GET as GetProvisioning } from '#app/api/v1/provisioning/route.ts';
import type { POST as AttachSample } from '#app/api/v1/sample-cluster/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { useQueryState } from '#components/graph/query-state.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { DownloadPackage } from '../agent/download.tsx';

/** Troubleshooting help appears after waiting this long for data. */
const HELP_AFTER_MS = 120_000;
const STEP_LABELS: Record<string, string> = {
  'graph-database': 'Graph database',
  'event-streams': 'Event streams',
  credentials: "The agent's credentials",
  'access-rules': 'Tenant isolation',
  'api-key': 'API key',
  'agent-package': 'Agent package',
};
const STEP_STATES = {
  done: { Icon: CircleCheck, tone: 'text-good', word: 'done' },
  running: { Icon: LoaderCircle, tone: 'text-info animate-spin', word: 'in progress' },
  failing: { Icon: TriangleAlert, tone: 'text-bad', word: 'failing; we are retrying it and have been notified' },
  waiting: { Icon: CircleDashed, tone: 'text-ink-2', word: 'waiting' },
} as const;

/** Where the agent will report to, which is in the package. */
interface Address {
  address: string;
  /** Only this machine reaches it, so that most clusters do not. */
  isLoopback: boolean;
}

/** The way from a new account to the first data, with the progress of each step. */
export function OnboardingView({ address, isLoopback }: Address) {
  const [params] = useQueryState();
  const onboarding = useApi<typeof GetOnboarding>('/api/v1/onboarding', 2_000);
  const [ready, setReady] = useState(false);
  const provisioning = useApi<typeof GetProvisioning>('/api/v1/provisioning', ready ? undefined : 1_000);
  const paid = params.get('checkout') === 'done';
  const steps = provisioning.data?.steps ?? [];
  const allDone = steps.length > 0 && steps.every((step) => step.status === 'done');
  const setUpAt = Math.max(0, ...steps.map((step) => step.finishedAt ?? 0));
  // Once all steps are done, polling can stop.
  useEffect(() => setReady(allDone), [allDone]);
  return (
    <>
      <PageHead title="Set up">It takes a few minutes until your first cluster is connected.</PageHead>
      <Loaded query={onboarding} skeleton={<Waiting />}>
        {(state) => (
          <>
            {state.needsPayment && (
              <div className="mb-6">
                {paid ? (
                  <Notice tone="info" title="Payment received; waiting for confirmation from Stripe">
                    This takes a few seconds. The page updates automatically.
                  </Notice>
                ) : (
                  <Notice
                    tone="warn"
                    title="Your plan has not been paid for yet"
                    action={
                      <Link href="/checkout" className={buttonClass('primary', true)}>
                        Go to checkout
                      </Link>
                    }
                  >
                    Your account is set up as soon as you have paid.
                  </Notice>
                )}
              </div>
            )}
            <Section title="1. Set up your account">
              <Loaded query={provisioning} skeleton={<Skeleton className="h-20" />}>
                {(data) => <Steps steps={data.steps} />}
              </Loaded>
            </Section>
            {ready && (
              <>
                <Install state={state} address={address} isLoopback={isLoopback} />
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
            {STEP_LABELS[step.name] ?? step.name}
            <span className="text-sm text-ink-2">{word}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Install({ state, address, isLoopback }: Address & { state: AnswerOf<typeof GetOnboarding> }) {
  const takeKey = useAction<typeof TakeDefaultKey>('POST', '/api/v1/default-key');
  const attach = useAction<typeof AttachSample>('POST', '/api/v1/sample-cluster');
  return (
    <Section title="2. Install the agent in your cluster">
      <div className="flex flex-col gap-5">
        <DownloadPackage />
        <div>
          <p className="mb-1 text-sm font-medium">Then run this where kubectl and helm can access the cluster:</p>
          <CopyText block text={state.installCommand} label="Copy the command" />
          <p className="mt-1 text-sm text-ink-2">
            The package contains your agent's key. Treat it like a password. The agent reports to{' '}
            <code className="font-mono">{address}</code>.
          </p>
          {isLoopback && (
            <p className="mt-1 text-sm text-ink-2">
              Only this machine reaches that address. For a cluster, start KG RCA with PUBLIC_URL set to an address that its pods reach, and
              download the package again.
            </p>
          )}
        </div>
        <div>
          <p className="mb-1 text-sm font-medium">Your API key, for scripts and for signing in</p>
          {takeKey.data?.key ? (
            <>
              <CopyText block text={takeKey.data.key} label="Copy the key" />
              <p className="mt-1 text-sm text-ink-2">This key is shown only once. Store it in a safe place.</p>
            </>
          ) : takeKey.data ? (
            <p className="text-ink-2">
              Your key has already been shown.{' '}
              <Link href="/api-keys" className="link">
                Create another one
              </Link>
              .
            </p>
          ) : (
            <Button small onClick={() => takeKey.mutate()} busy={takeKey.isPending}>
              Show API key
            </Button>
          )}
          {takeKey.error && <p className="mt-1 text-sm text-bad">{takeKey.error.message}</p>}
        </div>
        {state.sample !== 'unavailable' && (
          <div className="border-t pt-4">
            <p className="mb-2">
              No cluster at hand? This installation includes a sample cluster: a shop on a simulated Kubernetes, monitored by the real
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
                    ? 'Starting…'
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

/** `since` is when the account was set up, in epoch ms: somebody who returns later sees the help at once. */
function FirstData({ state, since }: { state: AnswerOf<typeof GetOnboarding>; since: number }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), Math.max(0, since + HELP_AFTER_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return (
    <Section title="3. First data">
      {state.firstDataAt ? (
        <Notice
          tone="good"
          title="Data is arriving"
          action={
            <Link href="/dashboard" className={buttonClass('primary', true)}>
              Go to the dashboard
            </Link>
          }
        >
          The graph of your cluster is being built.
        </Notice>
      ) : (
        <div role="status" className="flex items-center gap-2">
          <LoaderCircle aria-hidden className="size-4 animate-spin text-info" />
          Waiting for the first data. This page updates automatically.
        </div>
      )}
      {!state.firstDataAt && isLate && (
        <div className="mt-4">
          <Notice tone="info" title="No data has arrived yet. Check the following:">
            <ul className="ml-4 list-disc">
              <li>
                Are the agent's pods running? <CopyText text="kubectl -n kg-rca get pods" />
              </li>
              <li>
                What do their logs say? <CopyText text="kubectl -n kg-rca logs -l app.kubernetes.io/instance=kg-rca-agent --tail=20" />
              </li>
              <li>Can the cluster reach the address of this portal? The agent needs no other network access.</li>
              <li>
                <Link href="/docs/troubleshooting" className="link">
                  What the agent's messages mean
                </Link>
              </li>
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
