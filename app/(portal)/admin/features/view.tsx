'use client';

import type { PUT as SwitchFeature } from '#app/api/v1/admin/features/[name]/route.ts';
import type { GET as ListFeatures } from '#app/api/v1/admin/features/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Link } from '#components/ui/link.tsx';
import { PageHead, Section } from '#components/ui/page.tsx';
import { Badge, Notice, Skeleton } from '#components/ui/state.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { When } from '#components/ui/text.tsx';
import type { AnswerOf } from '#lib/api/index.ts';
import { PROVIDER_CRUMBS } from '../crumbs.ts';

type Feature = AnswerOf<typeof ListFeatures>['items'][number];

/** What the staff can switch off for all clients. */
export function FeaturesView() {
  const features = useApi<typeof ListFeatures>('/api/v1/admin/features', 15_000);
  return (
    <>
      <PageHead title="Features" crumbs={PROVIDER_CRUMBS}>
        What clients can use on this installation. The page of a client can override it for that client.
      </PageHead>
      <Loaded query={features} skeleton={<Skeleton className="h-96" />}>
        {({ items }) => (
          <Section flush>
            <ul className="divide-y">
              {items.map((feature) => (
                <FeatureRow key={feature.name} feature={feature} />
              ))}
            </ul>
          </Section>
        )}
      </Loaded>
    </>
  );
}

function FeatureRow({ feature: { name, title, description, isOn, changedBy, changedAt, clients } }: { feature: Feature }) {
  const change = useAction<typeof SwitchFeature, boolean>('PUT', `/api/v1/admin/features/${name}`, (next) => ({ isOn: next }));
  return (
    <li className="flex flex-col gap-2 p-4">
      <Switch label={title} on={isOn} busy={change.isPending} onChange={(next) => change.mutate(next)}>
        {description}
      </Switch>
      {changedAt !== null && (
        <p className="text-sm text-ink-2">
          Switched {isOn ? 'on' : 'off'} by {changedBy} <When ms={changedAt} />
        </p>
      )}
      {clients.length > 0 && (
        <ul aria-label={`Overrides of ${title}`} className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {clients.map((client) => (
            <li key={client.id} className="flex items-center gap-2">
              <Link href={`/admin/clients/${client.id}`} className="font-mono break-all hover:underline">
                {client.id}
              </Link>
              <Badge tone={client.isOn ? 'good' : 'neutral'}>{client.isOn ? 'On' : 'Off'}</Badge>
            </li>
          ))}
        </ul>
      )}
      {change.error && <Notice tone="bad">{change.error.message}</Notice>}
    </li>
  );
}
