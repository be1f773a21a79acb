'use client';

import type { GET as GetProvisioning } from '#app/api/v1/provisioning/route.ts';
import { useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { CopyText } from '#components/ui/text.tsx';
import { DownloadPackage } from './download.tsx';

const READS = [
  [
    'Workloads',
    'Pods and their logs, Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs, CronJobs, HorizontalPodAutoscalers, PodDisruptionBudgets',
  ],
  ['Network', 'Services, EndpointSlices, Ingresses, NetworkPolicies'],
  ['Configuration', 'ConfigMaps and Secrets (their keys and a keyed hash of each value, never the values), ServiceAccounts'],
  ['Storage', 'PersistentVolumeClaims, PersistentVolumes, StorageClasses'],
  ['Cluster', 'Nodes, Namespaces, ResourceQuotas and LimitRanges, webhook configurations, Events, Leases in kube-system'],
] as const;

/** The agent package: how to download, install, upgrade and remove it, and what it reads. `installCommand`: of the client, if there is one. */
export function AgentView({ installCommand }: { installCommand: string | undefined }) {
  const provisioning = useApi<typeof GetProvisioning>('/api/v1/provisioning', 5_000);
  return (
    <>
      <PageHead title="Agent package">One small pod in your cluster. It reads, and writes nothing but a Lease of its own.</PageHead>
      <Section title="Download">
        <Loaded query={provisioning} skeleton={<Skeleton className="h-26 sm:h-15" />}>
          {({ steps }) =>
            steps.every((step) => step.status === 'done') ? (
              <DownloadPackage />
            ) : (
              <Notice
                tone="info"
                title="Your account is not set up yet"
                action={
                  <Link href="/onboarding" className="link">
                    See what is missing
                  </Link>
                }
              >
                You can download the package as soon as it is.
              </Notice>
            )
          }
        </Loaded>
        <p className="mt-3 text-sm text-ink-2">
          A zip file with the Helm chart, your values (which contain the agent's key), install.sh, verify.sh, uninstall.sh and a README.
          Keep it private: the key can send data to your account, and nothing else.
        </p>
      </Section>
      {installCommand && (
        <Section title="Commands">
          <dl className="flex flex-col gap-5">
            <Command title="Install" command={installCommand}>
              Requires Helm 3 or 4, and kubectl with permission to create a ClusterRole. Use <Code>--context NAME</Code> to install into
              another cluster of your kubeconfig, and <Code>--cluster NAME</Code> to give the cluster another name in this portal.
            </Command>
            <Command title="Preview what will be installed" command={`${scriptOf(installCommand)} --dry-run`} />
            <Command title="Upgrade" command={installCommand.replace('unzip ', 'unzip -o ')}>
              Download the package again and run the same command. The installed agent is upgraded in place.
            </Command>
            <Command title="Check the installation" command={scriptOf(installCommand).replace('install.sh', 'verify.sh')} />
            <Command title="Remove" command={scriptOf(installCommand).replace('install.sh', 'uninstall.sh')}>
              Data that was already sent is kept for the retention period of your plan.
            </Command>
            <Command
              title="View the agent's logs"
              command="kubectl --namespace kg-rca logs -l app.kubernetes.io/instance=kg-rca-agent --tail=20"
            />
          </dl>
        </Section>
      )}
      <Section title="What the agent reads" flush>
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
          <li>The state of the objects above. Passwords, tokens and keys in environment variables and arguments are masked.</li>
          <li>The keys of Secrets and ConfigMaps, and a keyed hash of each value so that changes can be detected. Never the values.</li>
          <li>Events.</li>
          <li>Log lines of unhealthy containers, and a few warnings and errors of the others, masked in the same way.</li>
        </ul>
        <p className="mt-3 text-ink-2">
          To share less, set <Code>secrets.enabled: false</Code>, <Code>logs.enabled: false</Code> or <Code>agent.namespaces: [a, b]</Code>{' '}
          in the values of the package. The agent then has no permission to read the rest.{' '}
          <Link href="/docs/what-the-agent-reads" className="link">
            All that it reads and sends
          </Link>
        </p>
      </Section>
    </>
  );
}

/** Of the command that unpacks the package and runs its script, the part that runs the script. */
function scriptOf(installCommand: string): string {
  return installCommand.split(' && ').at(-1) ?? '';
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
