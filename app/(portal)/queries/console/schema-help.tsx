'use client';

import type { GET as GetGraphSchema } from '#app/api/v1/graph-schema/route.ts';
import { useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Section } from '#components/ui/page.tsx';
import { Skeleton } from '#components/ui/state.tsx';

/** What the graph of the account holds, so that people know what to ask for. */
export function SchemaHelp() {
  const schema = useApi<typeof GetGraphSchema>('/api/v1/graph-schema');
  return (
    <Section title="What the graph holds">
      <Loaded query={schema} skeleton={<Skeleton className="h-64" />}>
        {({ labels, kinds, relations }) => (
          <div className="flex max-h-96 flex-col gap-4 overflow-y-auto text-sm lg:max-h-[28rem]">
            <Names title="Labels" items={labels.map(({ label, ...more }) => ({ name: `:${label}`, ...more }))} />
            <Names title="Kinds, which are labels too" items={kinds.map(({ label, amount }) => ({ name: `:${label}`, amount }))} />
            <Names title="Relations" items={relations.map(({ type, ...more }) => ({ name: `[:${type}]`, ...more }))} />
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function Names({ title, items }: { title: string; items: { name: string; amount: number; properties?: string[] }[] }) {
  return (
    <div>
      <h3 className="mb-1 font-medium">{title}</h3>
      {items.length === 0 && <p className="text-ink-2">None yet.</p>}
      <ul>
        {items.map(({ name, amount, properties = [] }) => (
          <li key={name}>
            {properties.length === 0 ? (
              <NameAndAmount name={name} amount={amount} />
            ) : (
              <details>
                <summary className="cursor-pointer">
                  <NameAndAmount name={name} amount={amount} />
                </summary>
                <p className="mb-1 pl-4 font-mono text-ink-2 [overflow-wrap:anywhere]">{properties.join(', ')}</p>
              </details>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function NameAndAmount({ name, amount }: { name: string; amount: number }) {
  return (
    <>
      <code className="font-mono">{name}</code> <span className="text-ink-2">{amount.toLocaleString()}</span>
    </>
  );
}
