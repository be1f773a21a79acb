'use client';

import Link from 'next/link';
import type { GET as GetOnboarding } from '#app/api/v1/onboarding/route.ts';
import type { GET as GetProvisioning } from '#app/api/v1/provisioning/route.ts';
import { useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';
import { DownloadPackage } from './download.tsx';

const READS = [
  ['Workloads', 'Pods and their logs, Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs, CronJobs, autoscalers, disruption budgets'],
  ['Network', 'Services, EndpointSlices, Ingresses, NetworkPolicies'],
  ['Configuration', 'ConfigMaps and Secrets: their keys and a keyed hash of each value, never a value; ServiceAccounts'],
  ['Storage', 'claims, volumes, StorageClasses'],
  ['The cluster', 'Nodes, Namespaces, quotas and limits, webhook configurations, Events, the Leases in kube-system'],
] as const;

/** The agent package: how it is had, installed, brought up to date and removed, and what it reads. */
export function AgentView() {
  const onboarding = useApi<typeof GetOnboarding>('/api/v1/onboarding');
  const provisioning = useApi<typeof GetProvisioning>('/api/v1/provisioning', 5_000);
  const ready = provisioning.data?.steps.every((step) => step.status === 'done');

  return (
    <>
      <PageHead title="Agent package">One small pod in your cluster. It reads; it writes to no object.</PageHead>
      <Section title="Download">
        {provisioning.data && !ready && (
          <Notice
            tone="info"
            title="Your account is still being set up"
            action={
              <Link href="/onboarding" className="link">
                See how far it is
              </Link>
            }
          >
            The package can be downloaded as soon as that is done.
          </Notice>
        )}
        {ready && <DownloadPackage />}
        <p className="mt-3 text-sm text-ink-2">
          A zip with the Helm chart, values.yaml with the agent's key, install.sh, uninstall.sh and a README. Keep it to yourself: the key
          may send data for your account, and nothing else.
        </p>
      </Section>
      <Loaded query={onboarding} skeleton={<Skeleton className="mb-6 h-64" />}>
        {({ installCommand }) => (
          <Section title="Commands">
            <dl className="flex flex-col gap-5">
              <Command title="Install" command={installCommand}>
                Needs helm (3 or 4), and kubectl with the right to make a ClusterRole. Add <Code>--context NAME</Code> for another cluster
                of your kubeconfig, <Code>--cluster NAME</Code> for another name in this portal.
              </Command>
              <Command title="See first what would be installed" command="sh kg-rca-agent/install.sh --dry-run" />
              <Command title="Bring it up to date" command={installCommand.replace('unzip ', 'unzip -o ')}>
                Download the package again, and run the same: what is installed is upgraded in place.
              </Command>
              <Command title="Remove it" command="sh kg-rca-agent/uninstall.sh">
                What it sent stays, for as long as your plan keeps data.
              </Command>
              <Command
                title="Look at what it says"
                command="kubectl --namespace kg-rca logs -l app.kubernetes.io/instance=kg-rca-agent --tail=20"
              />
            </dl>
          </Section>
        )}
      </Loaded>
      <Section title="What it reads" flush>
        <dl className="divide-y">
          {READS.map(([what, kinds]) => (
            <div key={what} className="px-4 py-3 sm:flex sm:gap-4">
              <dt className="font-medium sm:w-40 sm:shrink-0">{what}</dt>
              <dd className="text-ink-2">{kinds}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="What leaves your cluster">
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>The state of the objects above, without what is secret: passwords, tokens and keys in variables and arguments are masked.</li>
          <li>Of Secrets and ConfigMaps the keys and a keyed hash of each value, so that a change is seen; never a value.</li>
          <li>Events.</li>
          <li>Log lines of containers that are not well, and a few warnings and errors of the others, masked in the same way.</li>
        </ul>
        <p className="mt-3 text-ink-2">
          To hold back more, set in values.yaml: <Code>secrets.enabled: false</Code>, <Code>logs.enabled: false</Code>, or{' '}
          <Code>agent.namespaces: [a, b]</Code>. The agent then has no right to read the rest.
        </p>
      </Section>
    </>
  );
}

function Command({ title, command, children }: { title: string; command: string; children?: React.ReactNode }) {
  return (
    <div>
      <dt className="mb-1 font-medium">{title}</dt>
      <dd>
        <CopyText block text={command} label={`Copy: ${title}`} />
        {children && <p className="mt-1 text-sm text-ink-2">{children}</p>}
      </dd>
    </div>
  );
}

function Code({ children }: { children: string }) {
  return <code className="font-mono whitespace-nowrap">{children}</code>;
}
