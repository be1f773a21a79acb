'use client';

import { useState } from 'react';
import type { PUT as SwitchFault } from '#app/api/v1/sample-cluster/faults/[name]/route.ts';
import type { POST as AttachSample, DELETE as DetachSample, GET as GetSample } from '#app/api/v1/sample-cluster/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Section } from '#components/ui/page.tsx';
import { Empty, Notice, Skeleton } from '#components/ui/state.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Fault = AnswerOf<typeof GetSample>['faults'][number];

/** The sample cluster of a local installation, and the faults that can be injected into it. */
export function SampleCluster() {
  const sample = useApi<typeof GetSample>('/api/v1/sample-cluster', 3_000);
  const attach = useAction<typeof AttachSample>('POST', '/api/v1/sample-cluster');
  const detach = useAction<typeof DetachSample>('DELETE', '/api/v1/sample-cluster');
  const error = attach.error ?? detach.error;
  return (
    <Loaded query={sample} skeleton={<Skeleton className="h-40" />}>
      {({ state, faults, error: reason }) => (
        <Section
          title="Sample cluster"
          action={
            state === 'detached' || state === 'failed' ? (
              <Button small onClick={() => attach.mutate()} busy={attach.isPending}>
                Attach
              </Button>
            ) : (
              <Button small onClick={() => detach.mutate()} busy={detach.isPending}>
                Detach
              </Button>
            )
          }
        >
          <p className="text-ink-2">
            A shop with a dozen services on a simulated Kubernetes cluster, monitored by the real agent. Turn on a fault and read its root
            cause under Incidents.
          </p>
          {(error || reason) && (
            <div className="mt-3">
              <Notice tone="bad">{error?.message ?? reason}</Notice>
            </div>
          )}
          {state === 'starting' && <p className="mt-3">Starting…</p>}
          {faults.length > 0 && <Faults faults={faults} />}
        </Section>
      )}
    </Loaded>
  );
}

/** A switch for each fault, by category and in the cluster's order. Active faults are listed above them. */
function Faults({ faults }: { faults: Fault[] }) {
  const [search, setSearch] = useState('');
  const flip = useAction<typeof SwitchFault, { name: string; on: boolean }>(
    'PUT',
    ({ name }) => `/api/v1/sample-cluster/faults/${name}`,
    ({ on }) => ({ on }),
  );
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = faults.filter(({ title, description, category }) => {
    const text = `${category} ${title} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const categories = Map.groupBy(found, ({ category }) => category);
  const active = faults.filter(({ on }) => on);
  const one = (fault: Fault) => (
    <li key={fault.name}>
      <Switch
        label={fault.title}
        on={flip.isPending && flip.variables.name === fault.name ? flip.variables.on : fault.on}
        busy={flip.isPending && flip.variables.name === fault.name}
        onChange={(on) => flip.mutate({ name: fault.name, on })}
      >
        {fault.description}
      </Switch>
    </li>
  );
  return (
    <>
      {flip.error && (
        <div className="mt-3">
          <Notice tone="bad">{flip.error.message}</Notice>
        </div>
      )}
      <Field
        className="mt-4 max-w-md"
        label="Search faults"
        type="search"
        placeholder="Probe, DNS, quota…"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        hint={
          active.length > 0
            ? `Active: ${active.map(({ title }) => title).join(', ')}`
            : `${faults.length} faults available. No faults are active.`
        }
      />
      {categories.size === 0 && <Empty title="No matching faults">Try another word, such as probe or volume.</Empty>}
      {[...categories].map(([category, members]) => (
        <details key={category} open={words.length > 0 || members.some(({ on }) => on) || category === found[0]?.category} className="mt-4">
          <summary className="cursor-pointer font-medium">
            {category} <span className="text-sm font-normal text-ink-2">{members.length}</span>
          </summary>
          <ul className="mt-3 grid gap-x-6 gap-y-4 sm:grid-cols-2">{members.map(one)}</ul>
        </details>
      ))}
    </>
  );
}
