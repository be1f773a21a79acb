'use client';

import { useEffect, useState } from 'react';
import type { GET as ListClusters } from '#app/api/v1/clusters/route.ts';
import type { GET as GetQuery } from '#app/api/v1/queries/[id]/route.ts';
import { useApi } from '#components/api.ts';
import { useClusterNames } from '#components/cluster-name.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

type Parameter = AnswerOf<typeof GetQuery>['parameters'][number];

/**
 * The parameters of a query. `given` is what the address holds, as a query string; `onRun` gets every value as text, empty where the
 * default holds.
 */
export function ParametersForm({
  parameters,
  example,
  given,
  errors,
  busy,
  onRun,
}: {
  parameters: Parameter[];
  example: Record<string, string | number>;
  given: string;
  errors: Record<string, string>;
  busy: boolean;
  onRun: (values: Record<string, string>) => void;
}) {
  const [values, setValues] = useState<Record<string, string>>({});
  const [isTried, setTried] = useState(false);
  // The address changes with a run, and with the browser's back button.
  useEffect(() => {
    const held = new URLSearchParams(given);
    setValues(Object.fromEntries(parameters.map(({ name }) => [name, held.get(name) ?? ''])));
  }, [given, parameters]);
  const set = (name: string, value: string) => setValues((before) => ({ ...before, [name]: value }));
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        onRun(values);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            example={example[parameter.name]}
            value={values[parameter.name] ?? ''}
            error={errors[parameter.name] ?? (isTried && parameter.required && !values[parameter.name] ? 'The query needs it.' : undefined)}
            onChange={(value) => set(parameter.name, value)}
          />
        ))}
      </div>
      <div>
        <Button type="submit" look="primary" busy={busy}>
          Run
        </Button>
      </div>
    </form>
  );
}

function ParameterField({
  parameter: { name, title, description, type, required, default: byDefault, least, most },
  example,
  value,
  error,
  onChange,
}: {
  parameter: Parameter;
  example: string | number | undefined;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const clusterName = useClusterNames();
  const clusters = useApi<typeof ListClusters>(name === 'cluster' ? '/api/v1/clusters' : null);
  if (name === 'cluster') {
    const names = clusters.data?.items.map((cluster) => cluster.name) ?? [];
    return (
      <Select label={title} value={value} error={error} onChange={(event) => onChange(event.target.value)}>
        <option value="">All</option>
        {[...new Set([...names, ...(value ? [value] : [])])].map((one) => (
          <option key={one} value={one}>
            {clusterName(one)}
          </option>
        ))}
      </Select>
    );
  }
  const bounds = type === 'number' ? { type: 'number', min: least, max: most, inputMode: 'numeric' as const } : { maxLength: most };
  return (
    <Field
      {...bounds}
      label={title}
      hint={description}
      error={error}
      value={value}
      required={required}
      placeholder={String(required ? (example ?? '') : (byDefault ?? ''))}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
