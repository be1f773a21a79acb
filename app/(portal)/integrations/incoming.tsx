'use client';

import type { Route } from 'next';
import { useState } from 'react';
import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import { useApi } from '#components/api.ts';
import { Link } from '#components/ui/link.tsx';
import { Section } from '#components/ui/page.tsx';
import { Select } from '#components/ui/select.tsx';
import { CopyText } from '#components/ui/text.tsx';

/** What Alertmanager and an OpenTelemetry collector need to send alerts and logs of a cluster. */
export function Incoming() {
  const clusters = useApi<typeof ListClusters>('/api/v1/clusters').data?.items ?? [];
  const [chosen, setChosen] = useState<string>();
  const cluster = chosen ?? clusters[0]?.name ?? 'prod';
  const origin = typeof window === 'undefined' ? '' : window.location.origin;
  return (
    <Section title="Alerts and logs of your clusters">
      <div className="flex max-w-3xl flex-col gap-6">
        {clusters.length > 1 && (
          <Select label="Cluster" value={cluster} onChange={(event) => setChosen(event.target.value)}>
            {clusters.map(({ name, displayName }) => (
              <option key={name} value={name}>
                {displayName ?? name}
              </option>
            ))}
          </Select>
        )}
        <div className="flex flex-col gap-2">
          <h3 className="font-semibold">Alertmanager</h3>
          <p className="text-ink-2">
            Alerts become evidence of incidents: their labels <code>namespace</code>, <code>pod</code>, <code>deployment</code> and{' '}
            <code>node</code> tell which objects they are about. Create an <KeysLink /> with the permission <code>alerts</code>, and add
            this receiver.
          </p>
          <CopyText block label="Copy the receiver" text={receiverOf(origin, cluster)} />
        </div>
        <div className="flex flex-col gap-2">
          <h3 className="font-semibold">OpenTelemetry collector</h3>
          <p className="text-ink-2">
            Lines of containers (<code>filelog</code> with its container parser), events (<code>k8s_events</code>) and objects (
            <code>k8sobjects</code>, without Secrets) from a collector that you run already. Secrets in them are masked when they arrive;
            the agent masks them before they leave your cluster. Create an <KeysLink /> with the permission <code>ingest</code>, and add
            this exporter.
          </p>
          <CopyText block label="Copy the exporter" text={exporterOf(origin, cluster)} />
        </div>
      </div>
    </Section>
  );
}

function KeysLink() {
  return (
    <Link href={'/api-keys' as Route} className="link">
      API key
    </Link>
  );
}

function receiverOf(origin: string, cluster: string): string {
  return `route:
  routes:
    - receiver: kg-rca
      continue: true
receivers:
  - name: kg-rca
    webhook_configs:
      - url: ${origin}/api/v1/alertmanager/${cluster}
        send_resolved: true
        max_alerts: 1000
        http_config:
          authorization:
            credentials: <API key>`;
}

function exporterOf(origin: string, cluster: string): string {
  return `exporters:
  otlphttp/kg-rca:
    endpoint: ${origin}/api/v1/otlp/${cluster}
    headers:
      Authorization: Bearer <API key>
service:
  pipelines:
    logs/kg-rca:
      receivers: [filelog, k8s_events]
      exporters: [otlphttp/kg-rca]`;
}
