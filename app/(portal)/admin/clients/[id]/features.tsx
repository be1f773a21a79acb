'use client';

import type { PUT as SwitchClientFeature } from '#app/api/v1/admin/clients/[id]/features/[name]/route.ts';
import type { GET as ListClientFeatures } from '#app/api/v1/admin/clients/[id]/features/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Section } from '#components/ui/page.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/state.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Feature = AnswerOf<typeof ListClientFeatures>['items'][number];

/** Which features the client has: as everybody, or as was decided for it alone. */
export function FeaturesSection({ clientId }: { clientId: string }) {
  const path = `/api/v1/admin/clients/${clientId}/features`;
  const features = useApi<typeof ListClientFeatures>(path);
  return (
    <Section title="Features">
      <Loaded query={features} skeleton={<Skeleton className="h-32" />}>
        {({ items }) => (
          <div className="grid gap-4 sm:grid-cols-2">
            {items.map((feature) => (
              <FeatureChoice key={feature.name} path={path} feature={feature} />
            ))}
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function FeatureChoice({ path, feature: { name, title, forEverybody, decided } }: { path: string; feature: Feature }) {
  const change = useAction<typeof SwitchClientFeature, boolean | null>('PUT', `${path}/${name}`, (next) => ({ isOn: next }));
  return (
    <Select
      label={title}
      value={decided === null ? '' : String(decided)}
      disabled={change.isPending}
      error={change.error?.message}
      onChange={(event) => change.mutate(event.target.value === '' ? null : event.target.value === 'true')}
    >
      <option value="">As for everybody ({forEverybody ? 'on' : 'off'})</option>
      <option value="true">On</option>
      <option value="false">Off</option>
    </Select>
  );
}
